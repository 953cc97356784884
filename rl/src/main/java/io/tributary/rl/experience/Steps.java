// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.experience;

import java.util.Objects;

/// One record of the steps topic: one or more consecutive steps of one episode, acted by one policy version.
///
/// @param first identity of the first step
/// @param policyVersion version of the policy that acted; {@link #FOREIGN_POLICY} for any policy that is not of this run
/// @param columns the steps themselves
/// @param ending of the last step
/// @param cut the producer closes its segment here though the episode goes on
/// @param returnBefore rewards of this episode before the first step
/// @param purpose whether to learn from it
/// @param rewardPending some reward of this record arrives later as an outcome
/// @param firstActedMs when the first step was acted, milliseconds since the epoch
/// @param lastActedMs when the last step was acted, milliseconds since the epoch
public record Steps(
    StepId first,
    long policyVersion,
    Columns columns,
    Ending ending,
    boolean cut,
    double returnBefore,
    Purpose purpose,
    boolean rewardPending,
    long firstActedMs,
    long lastActedMs) {

  /// The policy version of steps that no policy of this run acted.
  public static final long FOREIGN_POLICY = -1;

  public Steps {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(columns, "columns");
    Objects.requireNonNull(ending, "ending");
    Objects.requireNonNull(purpose, "purpose");
  }

  /// Steps in this record.
  public int count() {
    return columns.count();
  }

  /// Index the episode's next step has.
  public long nextIndex() {
    return first.index() + columns.count();
  }

  /// Sum of this record's rewards and those before it, added in step order.
  public double returnSoFar() {
    double sum = returnBefore;
    for (float reward : columns.rewards()) {
      sum += reward;
    }
    return sum;
  }
}
