// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a replay came to.
///
/// @param run its name
/// @param base the kept checkpoint it began at
/// @param to last version
/// @param versions to be verified: all after the base, and version 0 itself
/// @param versionsRebuilt of them, those that were computed again
/// @param versionsEqual of those, the ones whose snapshot is the same in every bit
/// @param versionsDifferent the others
/// @param versionsExpired not rebuilt because retention has removed what they, or versions before them, were made from
/// @param versionsUnverified not rebuilt because a version before them differs, their snapshot is missing, or there is no kept checkpoint to begin with
/// @param trajectoriesRecomputed trajectories made again from steps
/// @param trajectoriesEqual of them, those that are the same in every bit
/// @param trajectoriesDifferent the others
/// @param trajectoriesExpired not made again because retention has removed steps they were made from
/// @param episodesRecomputed evaluation episodes added up again from steps
/// @param episodesDifferent of them, those that are recorded otherwise
/// @param stepsReplayed environment steps in the batches of the versions rebuilt
/// @param seconds it took
/// @param findings what is different, at most [#MOST_FINDINGS]
/// @param findingsTotal how many there were
/// @param expired what retention has removed, in words
public record ReplayReport(
    String run,
    long base,
    long to,
    long versions,
    long versionsRebuilt,
    long versionsEqual,
    long versionsDifferent,
    long versionsExpired,
    long versionsUnverified,
    long trajectoriesRecomputed,
    long trajectoriesEqual,
    long trajectoriesDifferent,
    long trajectoriesExpired,
    long episodesRecomputed,
    long episodesDifferent,
    long stepsReplayed,
    double seconds,
    List<Finding> findings,
    long findingsTotal,
    List<String> expired) {

  /// Findings that are kept; all are counted.
  public static final int MOST_FINDINGS = 1_000;

  public ReplayReport {
    findings = List.copyOf(findings);
    expired = List.copyOf(expired);
  }

  /// Whether something was verified, and all there is, and all of it is as it should be. What has expired is no difference.
  public boolean isEqual() {
    return versionsRebuilt > 0 && versionsUnverified == 0 && findingsTotal == 0 && versionsDifferent == 0 && trajectoriesDifferent == 0;
  }

  /// The same in words.
  public String verdict() {
    if (isEqual()) {
      return "equal in every bit";
    }
    return versionsRebuilt == 0 ? "nothing could be rebuilt" : findingsTotal > 0 ? "NOT equal" : "NOT all verified: no kept checkpoint to begin with";
  }

  /// Environment steps a second, all threads together.
  public double stepsPerSecond() {
    return seconds > 0 ? stepsReplayed / seconds : 0;
  }

  /// Names and values for a report.
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run);
    json.put("base", base);
    json.put("to", to);
    json.put("equal", isEqual());
    json.put("versions", versions);
    json.put("versionsRebuilt", versionsRebuilt);
    json.put("versionsEqual", versionsEqual);
    json.put("versionsDifferent", versionsDifferent);
    json.put("versionsExpired", versionsExpired);
    json.put("versionsUnverified", versionsUnverified);
    json.put("trajectoriesRecomputed", trajectoriesRecomputed);
    json.put("trajectoriesEqual", trajectoriesEqual);
    json.put("trajectoriesDifferent", trajectoriesDifferent);
    json.put("trajectoriesExpired", trajectoriesExpired);
    json.put("episodesRecomputed", episodesRecomputed);
    json.put("episodesDifferent", episodesDifferent);
    json.put("stepsReplayed", stepsReplayed);
    json.put("seconds", seconds);
    json.put("stepsPerSecond", stepsPerSecond());
    json.put("findings", findings.stream().map(Finding::json).toList());
    json.put("findingsTotal", findingsTotal);
    json.put("expired", expired);
    return json;
  }
}
