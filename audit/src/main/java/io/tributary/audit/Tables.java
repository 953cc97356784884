// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.ArrayList;
import java.util.List;

import io.tributary.runs.RunException;
import io.tributary.schemas.Topics;

/// The tables of one audit, a pair for each partition.
///
/// @param claims what outputs say of steps records
/// @param lengths steps of trajectories
record Tables(List<StepClaims> claims, List<TrajectoryLengths> lengths) {

  /// Makes them, or refuses to.
  ///
  /// @param trajectoriesEnd where each partition of the trajectories ends
  /// @param versions no fewer than there are
  /// @throws RunException where they would take more than `mostBytes`
  static Tables of(Topics topics, RunLog log, long[] trajectoriesEnd, long versions, long mostBytes) {
    long[] stepsBegin = log.begins(topics.steps());
    long[] stepsEnd = log.highWatermarks(topics.steps());
    long[] trajectoriesBegin = log.begins(topics.trajectories());
    long steps = 0;
    long trajectories = 0;
    long longest = versions;
    for (int p = 0; p < stepsEnd.length; p++) {
      steps += stepsEnd[p] - stepsBegin[p];
      trajectories += trajectoriesEnd[p] - trajectoriesBegin[p];
      longest = Math.max(longest, Math.max(stepsEnd[p] - stepsBegin[p], trajectoriesEnd[p] - trajectoriesBegin[p]));
    }
    long bytes = steps * StepClaims.BYTES_PER_RECORD + trajectories * TrajectoryLengths.BYTES_PER_RECORD + versions * MetricsLaw.BYTES_PER_VERSION;
    if (bytes > mostBytes || longest > Integer.MAX_VALUE - 8) {
      throw new RunException("run " + topics.names().run() + ": an audit of " + steps + " steps records, " + trajectories + " trajectories and " + versions
          + " versions takes " + bytes + " bytes of tables; expected at most " + mostBytes + " (--memory MIB); nothing was audited");
    }
    List<StepClaims> claims = new ArrayList<>();
    List<TrajectoryLengths> lengths = new ArrayList<>();
    for (int p = 0; p < stepsEnd.length; p++) {
      claims.add(new StepClaims(stepsBegin[p], stepsEnd[p]));
      lengths.add(new TrajectoryLengths(Math.min(trajectoriesBegin[p], trajectoriesEnd[p]), trajectoriesEnd[p]));
    }
    return new Tables(claims, lengths);
  }
}
