// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.OptionalLong;

/// What to replay.
///
/// @param from rebuilding begins at the nearest kept checkpoint at or below this version
/// @param to last version; empty for the newest there is when it begins
/// @param trajectories whether to make the trajectories again, too
public record ReplayRequest(long from, OptionalLong to, boolean trajectories) {
  public ReplayRequest {
    if (from < 0) {
      throw new IllegalArgumentException("--from is " + from + "; expected a version of 0 or more");
    }
    if (to.isPresent() && to.getAsLong() < from) {
      throw new IllegalArgumentException("--to is " + to.getAsLong() + "; expected at least " + from + ", the version to begin at");
    }
  }

  /// Everything there is.
  public static ReplayRequest all() {
    return new ReplayRequest(0, OptionalLong.empty(), true);
  }
}
