// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.policy;

/// Where examples have weights, Tribuo's stochastic gradient trainers are right for minibatches of one only: instead of Σ w·gradient over n
/// examples, they take n·(mean of the weights)·(sum of the unweighted gradients).
final class SingleExamples {
  private SingleExamples() {}

  static void require(int minibatchSize) {
    if (minibatchSize != 1) {
      throw new IllegalArgumentException("minibatch size is " + minibatchSize
          + "; expected 1: Tribuo multiplies the unweighted gradients of a larger one by their mean weight; nothing was trained");
    }
  }
}
