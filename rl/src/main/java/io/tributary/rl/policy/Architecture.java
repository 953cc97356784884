// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

import java.util.List;

/// How policy and critic are built for given spaces; fixed for a run, because it gives the parameter vector its meaning.
///
/// The distribution follows from the action space: softmax, a product of softmaxes, or a diagonal Gaussian with a state-independent log σ.
/// Policy and critic are separate networks of equal shape.
///
/// @param hidden width of each hidden layer, outermost first; empty for a linear policy
/// @param activation `tanh` or `relu`
/// @param initialLogStd log σ₀ of Gaussian policies
/// @param normaliseObservations whether observations are standardised by running statistics shipped with each version
public record Architecture(List<Integer> hidden, String activation, double initialLogStd, boolean normaliseObservations) {
  public Architecture {
    hidden = List.copyOf(hidden);
    if (hidden.size() > 16 || hidden.stream().anyMatch(width -> width < 1 || width > 65_536)) {
      throw new IllegalArgumentException("policy.hidden is " + hidden + "; expected at most 16 widths, each 1 to 65536");
    }
    if (!activation.equals("tanh") && !activation.equals("relu")) {
      throw new IllegalArgumentException("policy.activation is '" + activation + "'; expected tanh or relu");
    }
    if (!(Math.abs(initialLogStd) <= 20)) {
      throw new IllegalArgumentException("policy.initialLogStd is " + initialLogStd + "; expected −20 to 20");
    }
  }

  /// Two hidden layers of 64, tanh, log σ₀ 0, observations standardised.
  public static Architecture defaults() {
    return new Architecture(List.of(64, 64), "tanh", 0, true);
  }
}
