// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.List;
import java.util.function.ToDoubleFunction;

import io.tributary.rl.experience.Space;
import io.tributary.rl.network.ParameterLayout;
import io.tributary.rl.policy.PolicyArchitecture;

/// PPO's two losses in double, written from the papers and sharing no code with the shipping form: tanh networks, log-probabilities, entropies,
/// clipping. Slow.
record LossOracle(PolicyArchitecture architecture, Batch batch, float[] states, double[] advantages, double[] targets) {

  /// mean max(−A·r, −A·clip(r)) − c·mean H over all rows, A standardised over them where asked.
  double policyLoss(double[] theta, double range, double entropyCoefficient) {
    int n = batch.rows();
    double loss = 0;
    for (int row = 0; row < n; row++) {
      double[] outputs = network(architecture.policyNetwork().layout(), theta, 0, row);
      double ratio = Math.exp(logProbability(outputs, theta, row) - batch.logProbabilities()[row]);
      double clipped = Math.min(Math.max(ratio, 1 - range), 1 + range);
      loss += Math.max(-advantages[row] * ratio, -advantages[row] * clipped) - entropyCoefficient * entropy(outputs, theta, row);
    }
    return loss / n;
  }

  double valueLoss(double[] theta) {
    double loss = 0;
    for (int row = 0; row < batch.rows(); row++) {
      double error = network(architecture.criticNetwork().layout(), theta, architecture.criticOffset(), row)[0] - targets[row];
      loss += error * error / 2;
    }
    return loss / batch.rows();
  }

  double ratio(double[] theta, int row) {
    double[] outputs = network(architecture.policyNetwork().layout(), theta, 0, row);
    return Math.exp(logProbability(outputs, theta, row) - batch.logProbabilities()[row]);
  }

  /// Central differences of a loss for every parameter.
  static double[] differences(ToDoubleFunction<double[]> loss, double[] theta) {
    double[] gradient = new double[theta.length];
    for (int i = 0; i < theta.length; i++) {
      double kept = theta[i];
      theta[i] = kept + 1e-5;
      double above = loss.applyAsDouble(theta);
      theta[i] = kept - 1e-5;
      double below = loss.applyAsDouble(theta);
      theta[i] = kept;
      gradient[i] = (above - below) / 2e-5;
    }
    return gradient;
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

  private double logProbability(double[] outputs, double[] theta, int row) {
    double sum = 0;
    if (batch.spaces().action() instanceof Space.Box) {
      for (int d = 0; d < outputs.length; d++) {
        double logStd = theta[architecture.freeOffset() + d];
        double z = (batch.continuousActions()[row * outputs.length + d] - outputs[d]) / Math.exp(logStd);
        sum += -z * z / 2 - logStd - Math.log(2 * Math.PI) / 2;
      }
      return sum;
    }
    int[] choices = choices();
    for (int c = 0, at = 0; c < choices.length; at += choices[c], c++) {
      sum += Math.log(probability(outputs, row, at, choices[c], batch.discreteActions()[row * choices.length + c]));
    }
    return sum;
  }

  private double entropy(double[] outputs, double[] theta, int row) {
    double sum = 0;
    if (batch.spaces().action() instanceof Space.Box) {
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
