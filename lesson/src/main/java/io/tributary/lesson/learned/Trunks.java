// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.learned;

import io.tributary.lesson.exact.Vectors;
import io.tributary.rl.random.CounterRandom;

/// Policy and value learned by gradient steps on one trunk, or on two.
///
/// @param right share of right actions at the end
/// @param cosine of the two gradients on the trunk that both would move, mean over the steps
/// @param opposed share of the steps at which the cosine is negative
/// @param lengths how much longer the value's gradient is than the policy's on the trunk, mean of logarithms over the steps
public record Trunks(double right, double cosine, double opposed, double lengths) {
  private static final int SIGNS = 5;

  /// What is learned.
  ///
  /// @param width of the trunk
  /// @param worth what a context is worth at most, where the action itself is worth 1
  /// @param related whether a context's worth depends on what also says which action is right; else on something else
  /// @param rate of the steps
  /// @param steps how many
  public record Task(int width, double worth, boolean related, double rate, int steps) {}

  /// @param shared whether policy and value have one trunk
  public static Trunks learned(Task task, boolean shared, long seed) {
    double[][] contexts = new double[1 << SIGNS][SIGNS];
    boolean[] right = new boolean[contexts.length];
    double[] worth = new double[contexts.length];
    for (int c = 0; c < contexts.length; c++) {
      for (int i = 0; i < SIGNS; i++) {
        contexts[c][i] = (c >> i & 1) == 1 ? 1 : -1;
      }
      right[c] = contexts[c][0] > 0;
      worth[c] = task.worth() * contexts[c][task.related() ? 0 : 1];
    }
    long key = CounterRandom.stream(seed, "lesson.trunks");
    TwoHeads policy = new TwoHeads(contexts, right, worth, task.width(), key);
    TwoHeads value = shared ? policy : new TwoHeads(contexts, right, worth, task.width(), CounterRandom.key(key, 3));
    double cosine = 0;
    double opposed = 0;
    double lengths = 0;
    for (int step = 0; step < task.steps(); step++) {
      TwoHeads.Gradient ofPolicy = policy.ofPolicy();
      TwoHeads.Gradient ofValue = value.ofValue();
      double[] p = ofPolicy.flatTrunk();
      double[] v = ofValue.flatTrunk();
      double now = Vectors.cosine(p, v);
      cosine += now / task.steps();
      opposed += now < 0 ? 1.0 / task.steps() : 0;
      lengths += StrictMath.log(Vectors.norm(v) / Vectors.norm(p)) / task.steps();
      policy.move(task.rate(), ofPolicy, policy.policyHead);
      value.move(task.rate(), ofValue, value.valueHead);
    }
    return new Trunks(policy.rightShare(), cosine, opposed, lengths);
  }
}
