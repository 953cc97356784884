// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;

import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.PolicySnapshot;

import static org.assertj.core.api.Assertions.assertThat;

/// What must hold of a run's versions whatever happened to its trainers.
final class Chain {
  private Chain() {}

  /// Versions count from 0 without gap or repetition, each the child of the one before; ranges abut in every partition.
  static void require(List<PolicySnapshot> snapshots, int partitions) {
    long[] until = new long[partitions];
    for (int i = 0; i < snapshots.size(); i++) {
      PolicySnapshot snapshot = snapshots.get(i);
      assertThat(snapshot.version()).isEqualTo(i);
      assertThat(snapshot.parent()).isEqualTo(i - 1);
      assertThat(snapshot.ranges()).hasSize(partitions);
      for (OffsetRange range : snapshot.ranges()) {
        assertThat(range.from()).isEqualTo(until[range.partition()]);
        until[range.partition()] = range.until();
      }
    }
  }
}
