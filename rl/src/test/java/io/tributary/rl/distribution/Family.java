// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.distribution;

import java.util.Random;
import java.util.stream.Stream;

/// A distribution with a double-precision reference written from the definition: the oracle of [DistributionTest]. One row at a time.
interface Family {
  Distribution distribution();

  /// log p(action); the action's entries as doubles, whether they are ints or not.
  double logProbability(double[] outputs, double[] free, byte[] mask, double[] action);

  /// E over actions of a function, by enumeration or quadrature.
  double expectation(double[] outputs, double[] free, byte[] mask, ActionFunction function);

  /// How far a network output strays from 0.
  default double scale(int output) {
    return 1.5;
  }

  /// A mask with something forbidden, or null if the family has none.
  byte[] mask(Random random);

  /// A function of an action.
  interface ActionFunction {
    double at(double[] action);
  }

  static Stream<Family> all() {
    return Stream.of(
        new CategoricalFamily(false, 2), new CategoricalFamily(false, 7), new CategoricalFamily(true, 5), new CategoricalFamily(false, 3, 2, 4),
        new CategoricalFamily(true, 3, 2, 4), new CategoricalFamily(false, 1), new GaussianFamily(1, false), new GaussianFamily(2, false), new GaussianFamily(1, true), new GaussianFamily(2, true));
  }

  /// Enumerates all actions that the mask allows.
  record CategoricalFamily(boolean masked, int... choices) implements Family {
    @Override
    public Distribution distribution() {
      return Distribution.categoricalProduct(choices);
    }

    @Override
    public double logProbability(double[] outputs, double[] free, byte[] mask, double[] action) {
      double sum = 0;
      int at = 0;
      for (int c = 0; c < choices.length; c++) {
        double total = 0;
        for (int i = at; i < at + choices[c]; i++) {
          total += mask != null && mask[i] == 0 ? 0 : Math.exp(outputs[i]);
        }
        int chosen = at + (int) action[c];
        sum += mask != null && mask[chosen] == 0 ? Double.NEGATIVE_INFINITY : outputs[chosen] - Math.log(total);
        at += choices[c];
      }
      return sum;
    }

    @Override
    public double expectation(double[] outputs, double[] free, byte[] mask, ActionFunction function) {
      return enumerate(0, new double[choices.length], action -> {
        double probability = Math.exp(logProbability(outputs, free, mask, action));
        return probability == 0 ? 0 : probability * function.at(action);
      });
    }

    private double enumerate(int choice, double[] action, ActionFunction term) {
      if (choice == choices.length) {
        return term.at(action);
      }
      double sum = 0;
      for (int i = 0; i < choices[choice]; i++) {
        action[choice] = i;
        sum += enumerate(choice + 1, action, term);
      }
      return sum;
    }

    @Override
    public byte[] mask(Random random) {
      if (!masked) {
        return null;
      }
      byte[] mask = new byte[distribution().maskSize()];
      int at = 0;
      for (int count : choices) {
        for (int i = at; i < at + count; i++) {
          mask[i] = (byte) random.nextInt(2);
        }
        mask[at + random.nextInt(count)] = 1;
        at += count;
      }
      mask[0] = 0;
      mask[1] = 1;
      return mask;
    }
  }

  /// Integrates with the trapezium rule, which converges exponentially for a Gaussian.
  ///
  /// @param stateDependent whether log standard deviations are outputs, behind the means, or free parameters
  record GaussianFamily(int dimensions, boolean stateDependent) implements Family {
    private static final double REACH = 9;
    private static final int NODES = 60;

    @Override
    public Distribution distribution() {
      return stateDependent ? Distribution.stateDependentGaussian(dimensions) : Distribution.diagonalGaussian(dimensions);
    }

    @Override
    public double logProbability(double[] outputs, double[] free, byte[] mask, double[] action) {
      double sum = 0;
      for (int d = 0; d < dimensions; d++) {
        double sigma = sigma(outputs, free, d);
        sum += Math.log(Math.exp(-0.5 * Math.pow((action[d] - outputs[d]) / sigma, 2)) / (sigma * Math.sqrt(2 * Math.PI)) + Double.MIN_NORMAL);
      }
      return sum;
    }

    @Override
    public double scale(int output) {
      return output < dimensions ? 1.5 : 0.4;
    }

    private double sigma(double[] outputs, double[] free, int dimension) {
      return Math.exp(stateDependent ? outputs[dimensions + dimension] : free[dimension]);
    }

    @Override
    public double expectation(double[] outputs, double[] free, byte[] mask, ActionFunction function) {
      return integrate(0, new double[dimensions], outputs, free, function);
    }

    private double integrate(int dimension, double[] action, double[] outputs, double[] free, ActionFunction function) {
      if (dimension == dimensions) {
        return function.at(action);
      }
      double step = 2 * REACH / NODES;
      double sum = 0;
      for (int n = 0; n <= NODES; n++) {
        double z = -REACH + n * step;
        action[dimension] = outputs[dimension] + sigma(outputs, free, dimension) * z;
        double density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
        sum += density * step * integrate(dimension + 1, action, outputs, free, function);
      }
      return sum;
    }

    @Override
    public byte[] mask(Random random) {
      return null;
    }
  }
}
