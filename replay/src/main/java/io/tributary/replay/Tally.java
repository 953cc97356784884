// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.ArrayList;
import java.util.List;

/// Counts what a replay finds; from its two threads.
final class Tally {
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> expired = new ArrayList<>();
  private long findingsTotal;
  private long rebuilt;
  private long different;
  private long expiredVersions;
  private long unverified;
  private long steps;
  private long recomputed;
  private long differentTrajectories;
  private long expiredTrajectories;
  private long episodes;
  private long differentEpisodes;
  private String firstExpiredTrajectory;
  private String lastExpiredTrajectory;

  synchronized void found(Finding finding) {
    findingsTotal++;
    if (findings.size() < ReplayReport.MOST_FINDINGS) {
      findings.add(finding);
    }
  }

  synchronized long findings() {
    return findingsTotal;
  }

  /// A version was computed again.
  synchronized void rebuilt(long stepsOfBatch, boolean equal) {
    rebuilt++;
    steps += stepsOfBatch;
    different += equal ? 0 : 1;
  }

  synchronized void expired(long versions) {
    expiredVersions += versions;
  }

  synchronized void unverified(long versions) {
    unverified += versions;
  }

  /// A sentence about what is no longer there.
  synchronized void gone(String what) {
    if (expired.size() < ReplayReport.MOST_FINDINGS && !expired.contains(what)) {
      expired.add(what);
    }
  }

  synchronized void trajectory(boolean equal) {
    recomputed++;
    differentTrajectories += equal ? 0 : 1;
  }

  synchronized void episode(boolean equal) {
    episodes++;
    differentEpisodes += equal ? 0 : 1;
  }

  synchronized void expiredTrajectory(String where) {
    expiredTrajectories++;
    firstExpiredTrajectory = firstExpiredTrajectory == null ? where : firstExpiredTrajectory;
    lastExpiredTrajectory = where;
  }

  synchronized long rebuiltVersions() {
    return rebuilt;
  }

  synchronized long stepsReplayed() {
    return steps;
  }

  synchronized ReplayReport report(String run, long base, long to, long versions, double seconds) {
    if (expiredTrajectories > 0) {
      gone(expiredTrajectories + " trajectories, " + firstExpiredTrajectory + " to " + lastExpiredTrajectory + ": steps they were made from were deleted");
    }
    return new ReplayReport(run, base, to, versions, rebuilt, rebuilt - different, different, expiredVersions, unverified, recomputed,
        recomputed - differentTrajectories, differentTrajectories, expiredTrajectories, episodes, differentEpisodes, steps, seconds, findings, findingsTotal, expired);
  }
}
