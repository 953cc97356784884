// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

/// Told when a producer's steps go out and when they come back as a policy. Called on the producer's thread, which waits meanwhile.
public interface RolloutObserver {
  /// Nobody looks.
  RolloutObserver NONE = new RolloutObserver() {};

  /// A rollout's last record was handed to Kafka's client.
  ///
  /// @param steps published by this producer so far
  default void published(long steps) {}

  /// A committed version was read.
  ///
  /// @param steps of this producer that were learned from, or skipped, by that version and those before
  default void learned(long steps) {}
}
