// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.Objects;

import io.tributary.rl.learning.Algorithm;
import io.tributary.trainer.BatchSettings;

/// What settings make of a batch.
///
/// @param algorithm how to learn; used by one replay alone
/// @param batches what belongs to a batch, and what is skipped
public record Learner(Algorithm algorithm, BatchSettings batches) {
  public Learner {
    Objects.requireNonNull(algorithm, "algorithm");
    Objects.requireNonNull(batches, "batches");
  }
}
