// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import io.tributary.runs.RunException;

/// A record of the trajectories topic that is no trajectory: only the topology writes there, so somebody else did.
public final class UndecodableTrajectoryException extends RunException {
  private static final long serialVersionUID = 1L;

  UndecodableTrajectoryException(String topic, int partition, long offset, Throwable cause) {
    super("[" + topic + "-" + partition + "@" + offset + "] " + cause.getMessage() + "; expected a trajectory: only the topology writes here", cause);
  }
}
