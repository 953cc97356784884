// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import org.apache.kafka.common.TopicPartition;

import io.tributary.runs.RunException;
import io.tributary.schemas.OffsetRange;

/// A recorded range of which retention has removed something.
public final class ExpiredTrajectoriesException extends RunException {
  private static final long serialVersionUID = 1L;

  ExpiredTrajectoriesException(TopicPartition partition, long begin, OffsetRange range, Throwable cause) {
    super(partition + " begins at offset " + begin + "; expected it to reach back to " + range.from() + "; older records were deleted", cause);
  }
}
