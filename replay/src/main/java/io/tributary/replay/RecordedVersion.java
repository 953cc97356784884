// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import io.tributary.schemas.PolicySnapshot;
import io.tributary.trainer.RecordedBatch;

/// One version as the log has it.
///
/// @param snapshot itself
/// @param batch what it was made from; null where that was not, or could not be, read
/// @param expired what retention has removed of it; null where nothing is missing
/// @param broken what is wrong with what it was made from; null where it could be read
record RecordedVersion(PolicySnapshot snapshot, RecordedBatch batch, String expired, String broken) {
  long version() {
    return snapshot.version();
  }

  long bytes() {
    return 4L * snapshot.policy().parameters().length + (batch == null ? 0 : batch.bytes());
  }
}
