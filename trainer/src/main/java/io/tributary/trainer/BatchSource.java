// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Optional;

/// Where batches come from: the live log, or the ranges that snapshots recorded.
@FunctionalInterface
public interface BatchSource {

  /// The batch the child of `parentVersion` is learned from; waits for it.
  ///
  /// @return empty when there is no more: stopped, or the recorded ranges are used up
  Optional<TakenBatch> next(long parentVersion) throws InterruptedException;
}
