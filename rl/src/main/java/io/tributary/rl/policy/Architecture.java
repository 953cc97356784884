// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

import java.util.List;

import io.tributary.rl.network.Activation;

/// How policy and critic are built for given spaces; fixed for a run, because it gives the parameter vector its meaning.
///
/// The distribution follows from the action space: softmax, a product of softmaxes, or a diagonal Gaussian.
/// Policy and critic are separate networks of equal shape.
///
/// @param hidden width of each hidden layer, outermost first; empty for a linear policy
/// @param activation `tanh`, `relu`, `sigmoid`, `elu` or `leaky-relu`
/// @param initialLogStd log σ₀ of Gaussian policies: of each action, or of each entry of the noise matrix where exploration is state-dependent
/// @param normaliseObservations whether observations are standardised by running statistics shipped with each version
/// @param exploration where the spread of real-valued actions comes from; discrete ones do not look at it
public record Architecture(List<Integer> hidden, String activation, double initialLogStd, boolean normaliseObservations, Exploration exploration) {
  public Architecture {
    hidden = List.copyOf(hidden);
    if (hidden.size() > 16 || hidden.stream().anyMatch(width -> width < 1 || width > 65_536)) {
      throw new IllegalArgumentException("policy.hidden is " + hidden + "; expected at most 16 widths, each 1 to 65536");
    }
    if (Activation.named(activation).isEmpty()) {
      throw new IllegalArgumentException("policy.activation is '" + activation + "'; expected one of " + Activation.labels());
    }
    if (exploration == null) {
      throw new IllegalArgumentException("policy.exploration is null; expected independent or state-dependent");
    }
    if (!(Math.abs(initialLogStd) <= 20)) {
      throw new IllegalArgumentException("policy.initialLogStd is " + initialLogStd + "; expected −20 to 20");
    }
  }

  /// With independent exploration.
  public Architecture(List<Integer> hidden, String activation, double initialLogStd, boolean normaliseObservations) {
    this(hidden, activation, initialLogStd, normaliseObservations, Exploration.INDEPENDENT);
  }

  /// Two hidden layers of 64, tanh, log σ₀ 0, observations standardised, independent exploration.
  public static Architecture defaults() {
    return new Architecture(List.of(64, 64), "tanh", 0, true);
  }
}
