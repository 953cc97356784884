// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import io.tributary.schemas.AgentHashes;
import io.tributary.schemas.Checkpoint;
import io.tributary.schemas.OffsetRange;

/// What is kept of a checkpoint until its version comes by.
///
/// @param place in the topic
/// @param key it lies under
/// @param version of the agent
/// @param hashes of the agent, computed here
/// @param positions next offset of each partition; −1 where it names none
/// @param stepsTrained of the agent
record KeptCheckpoint(Place place, String key, long version, AgentHashes hashes, long[] positions, long stepsTrained) {
  static KeptCheckpoint of(Place place, String key, Checkpoint checkpoint, int partitions) {
    long[] positions = new long[partitions];
    java.util.Arrays.fill(positions, -1);
    for (OffsetRange range : checkpoint.positions()) {
      if (range.partition() < partitions) {
        positions[range.partition()] = range.until();
      }
    }
    return new KeptCheckpoint(place, key, checkpoint.agent().version(), AgentHashes.of(checkpoint.agent()), positions, checkpoint.agent().stepsTrained());
  }

  boolean latest() {
    return key.equals(Checkpoint.LATEST);
  }
}
