// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// Why an update ended; every batch taken publishes one version, also one without an update.
public enum StopReason {
  /// All epochs were done.
  COMPLETED("completed"),
  /// KL(π_k‖π_θ) passed 1.5 × the target: the policy stopped early.
  TARGET_KL("target-kl"),
  /// The line search found no acceptable step: the parameters are the parent's.
  LINE_SEARCH_FAILED("line-search-failed"),
  /// The first batch only fills the statistics.
  WARM_UP("warm-up"),
  /// Every trajectory of the batch was skipped.
  SKIPPED("skipped");

  private final String label;

  StopReason(String label) {
    this.label = label;
  }

  /// The word on the wire.
  public String label() {
    return label;
  }

  /// @throws IllegalArgumentException for an unknown word
  public static StopReason of(String label) {
    for (StopReason reason : values()) {
      if (reason.label.equals(label)) {
        return reason;
      }
    }
    throw new IllegalArgumentException("unknown stop reason '" + label + "'");
  }
}
