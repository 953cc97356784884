// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.List;
import java.util.function.ToDoubleFunction;

import io.tributary.rl.experience.Space;
import io.tributary.rl.network.ParameterLayout;
import io.tributary.rl.policy.PolicyArchitecture;

/// Policy and critic in double, written from the definitions and sharing no code with the shipping form: tanh networks, log-probabilities, entropies,
/// divergences, sums over all actions. Slow.
record PolicyOracle(PolicyArchitecture architecture, Batch batch, float[] states) {

  /// What is summed over the actions of a row.
  interface OverActions {
    void action(double[] action, double probability);
  }

  double logProbability(double[] theta, int row) {
    return logProbability(theta, row, action(row));
  }

  double ratio(double[] theta, int row) {
    return Math.exp(logProbability(theta, row) - batch.logProbabilities()[row]);
  }

  double value(double[] theta, int row) {
    return network(architecture.criticNetwork().layout(), theta, architecture.criticOffset(), row)[0];
  }

  double logProbability(double[] theta, int row, double[] action) {
    double[] outputs = outputs(theta, row);
    double sum = 0;
    if (continuous()) {
      for (int d = 0; d < outputs.length; d++) {
        double logStd = theta[architecture.freeOffset() + d];
        double z = (action[d] - outputs[d]) / Math.exp(logStd);
        sum += -z * z / 2 - logStd - Math.log(2 * Math.PI) / 2;
      }
      return sum;
    }
    int[] choices = choices();
    for (int c = 0, at = 0; c < choices.length; at += choices[c], c++) {
      sum += Math.log(probability(outputs, row, at, choices[c], (int) action[c]));
    }
    return sum;
  }

  double entropy(double[] theta, int row) {
    double[] outputs = outputs(theta, row);
    double sum = 0;
    if (continuous()) {
      for (int d = 0; d < outputs.length; d++) {
        sum += theta[architecture.freeOffset() + d] + Math.log(2 * Math.PI * Math.E) / 2;
      }
      return sum;
    }
    int[] choices = choices();
    for (int c = 0, at = 0; c < choices.length; at += choices[c], c++) {
      for (int action = 0; action < choices[c]; action++) {
        double p = probability(outputs, row, at, choices[c], action);
        sum -= p > 0 ? p * Math.log(p) : 0;
      }
    }
    return sum;
  }

  /// KL(π_from‖π_to) of one row.
  double divergence(double[] from, double[] to, int row) {
    double[] first = outputs(from, row);
    double[] second = outputs(to, row);
    double sum = 0;
    if (continuous()) {
      for (int d = 0; d < first.length; d++) {
        double firstStd = Math.exp(from[architecture.freeOffset() + d]);
        double secondStd = Math.exp(to[architecture.freeOffset() + d]);
        double apart = first[d] - second[d];
        sum += Math.log(secondStd / firstStd) + (firstStd * firstStd + apart * apart) / (2 * secondStd * secondStd) - .5;
      }
      return sum;
    }
    int[] choices = choices();
    for (int c = 0, at = 0; c < choices.length; at += choices[c], c++) {
      for (int action = 0; action < choices[c]; action++) {
        double p = probability(first, row, at, choices[c], action);
        sum += p > 0 ? p * Math.log(p / probability(second, row, at, choices[c], action)) : 0;
      }
    }
    return sum;
  }

  /// Mean KL(π_from‖π_to) over all rows.
  double divergence(double[] from, double[] to) {
    double sum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      sum += divergence(from, to, row);
    }
    return sum / batch.rows();
  }

  /// Every action of a row with its probability; of real ones the nodes of a quadrature that is exact for polynomials up to degree 5 in each.
  void forEachAction(double[] theta, int row, OverActions over) {
    double[] outputs = outputs(theta, row);
    int parts = continuous() ? outputs.length : choices().length;
    actions(theta, outputs, row, new double[parts], 0, 0, 1, over);
  }

  private void actions(double[] theta, double[] outputs, int row, double[] action, int part, int at, double probability, OverActions over) {
    if (probability == 0) {
      return;
    }
    if (part == action.length) {
      over.action(action.clone(), probability);
      return;
    }
    int options = continuous() ? 3 : choices()[part];
    for (int i = 0; i < options; i++) {
      double p = continuous() ? i == 1 ? 2.0 / 3 : 1.0 / 6 : probability(outputs, row, at, options, i);
      action[part] = continuous() ? outputs[part] + (i - 1) * Math.sqrt(3) * Math.exp(theta[architecture.freeOffset() + part]) : i;
      actions(theta, outputs, row, action, part + 1, at + options, probability * p, over);
    }
  }

  double[] action(int row) {
    int size = batch.spaces().actionSize();
    double[] action = new double[size];
    for (int i = 0; i < size; i++) {
      action[i] = continuous() ? batch.continuousActions()[row * size + i] : batch.discreteActions()[row * size + i];
    }
    return action;
  }

  /// Central differences of a function for the first `count` parameters; 0 for the others.
  static double[] differences(ToDoubleFunction<double[]> function, double[] theta, int count) {
    double[] gradient = new double[theta.length];
    for (int i = 0; i < count; i++) {
      double kept = theta[i];
      theta[i] = kept + 1e-5;
      double above = function.applyAsDouble(theta);
      theta[i] = kept - 1e-5;
      double below = function.applyAsDouble(theta);
      theta[i] = kept;
      gradient[i] = (above - below) / 2e-5;
    }
    return gradient;
  }

  private boolean continuous() {
    return batch.spaces().action() instanceof Space.Box;
  }

  private double[] outputs(double[] theta, int row) {
    return network(architecture.policyNetwork().layout(), theta, 0, row);
  }

  private double[] network(ParameterLayout layout, double[] theta, int offset, int row) {
    int size = batch.spaces().observationSize();
    double[] x = new double[size];
    for (int i = 0; i < size; i++) {
      x[i] = states[row * size + i];
    }
    List<ParameterLayout.Range> ranges = layout.ranges();
    for (int l = 0; l < ranges.size(); l += 2) {
      ParameterLayout.Range weights = ranges.get(l);
      double[] y = new double[weights.columns()];
      for (int j = 0; j < y.length; j++) {
        y[j] = theta[offset + ranges.get(l + 1).offset() + j];
        for (int i = 0; i < x.length; i++) {
          y[j] += x[i] * theta[offset + weights.offset() + i * y.length + j];
        }
        y[j] = l + 2 < ranges.size() ? Math.tanh(y[j]) : y[j];
      }
      x = y;
    }
    return x;
  }

  private double probability(double[] outputs, int row, int at, int count, int action) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += allowed(row, outputs.length, at + i) ? Math.exp(outputs[at + i]) : 0;
    }
    return allowed(row, outputs.length, at + action) ? Math.exp(outputs[at + action]) / sum : 0;
  }

  private boolean allowed(int row, int width, int logit) {
    return !batch.masked() || batch.masks()[row * width + logit] == 1;
  }

  private int[] choices() {
    return batch.spaces().action() instanceof Space.MultiDiscrete(var sizes)
        ? sizes.stream().mapToInt(n -> n).toArray() : new int[] {batch.spaces().maskSize()};
  }
}
