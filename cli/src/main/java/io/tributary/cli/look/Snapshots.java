// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.look;

import java.util.Optional;

import io.tributary.cli.UsageException;
import io.tributary.runs.Policies;
import io.tributary.runs.Run;
import io.tributary.schemas.PolicySnapshot;

/// The policy version that somebody typed, for those who play with it.
public final class Snapshots {
  private Snapshots() {}

  /// The snapshot to play with.
  ///
  /// @param version the one that is wanted; empty for the newest
  /// @throws UsageException for a version that cannot be
  /// @throws RunException where there is none yet, or it is no longer kept, or the broker does not answer
  public static PolicySnapshot toPlay(Run run, Optional<Long> version) {
    PolicySnapshot newest = Policies.requireNewest(run);
    if (version.isEmpty()) {
      return newest;
    }
    long wanted = version.get();
    if (wanted < 0 || wanted > newest.version()) {
      throw new UsageException("--version is " + wanted + "; expected 0 to " + newest.version() + ", the newest of run " + run.name() + "; nothing was played");
    }
    return Policies.version(run, wanted);
  }
}
