// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What an audit came to.
///
/// @param run its name
/// @param steps by what became of them
/// @param versions and the trajectories they took
/// @param counts findings by kind
/// @param findings the first of them, in the order they were found
public record AuditReport(String run, StepTotals steps, VersionTotals versions, Map<FindingKind, Long> counts, List<Finding> findings) {
  public AuditReport {
    counts = Map.copyOf(counts);
    findings = List.copyOf(findings);
  }

  /// Of what was read.
  static AuditReport of(String run, StepTotals steps, VersionTotals versions, Findings findings) {
    if (findings.counts().isEmpty() && !steps.addUp()) {
      throw new IllegalStateException("every record of run " + run + " is accounted for, but the numbers do not add up: " + steps);
    }
    return new AuditReport(run, steps, versions, findings.counts(), findings.first());
  }

  /// Whether every law holds.
  public boolean holds() {
    return counts.isEmpty();
  }

  /// All findings, kept or not.
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Names and values as `--json` has them; the names are stable.
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run);
    json.put("holds", holds());
    json.put("stepsPublished", steps.published());
    json.put("stepsBelowCommitted", steps.belowCommitted());
    json.put("stepsInTrajectories", steps.inTrajectories());
    json.put("stepsInEvaluation", steps.inEvaluation());
    json.put("stepsRejected", steps.rejected());
    Map<String, Long> byReason = new TreeMap<>();
    steps.rejectedByReason().forEach((reason, count) -> byReason.put(reason.label(), count));
    json.put("stepsRejectedByReason", byReason);
    json.put("stepsOpen", steps.open());
    json.put("stepsPending", steps.pending());
    json.put("stepsOutputExpired", steps.outputExpired());
    json.put("stepsLost", steps.lost());
    json.put("stepsDuplicated", steps.duplicated());
    json.put("recordsPublished", steps.recordsPublished());
    json.put("recordsPending", steps.recordsPending());
    json.put("recordsUndecodable", steps.recordsUndecodable());
    json.put("recordsExpired", steps.recordsExpired());
    json.put("recordsLost", steps.recordsLost());
    json.put("trajectoriesTrained", versions.trajectoriesTrained());
    json.put("trajectoriesSkipped", versions.trajectoriesSkipped());
    json.put("trajectoriesNotConsumed", versions.trajectoriesNotConsumed());
    json.put("trajectoriesExpired", versions.trajectoriesExpired());
    json.put("trajectoriesLostAccepted", versions.trajectoriesLostAccepted());
    json.put("stepsTrained", versions.stepsTrained());
    json.put("versions", versions.versions());
    json.put("versionsExpired", versions.versionsExpired());
    json.put("versionsUnchecked", versions.versionsUnchecked());
    json.put("newestVersion", versions.newestVersion());
    json.put("checkpoints", versions.checkpoints());
    json.put("metricsRows", versions.metricsRows());
    json.put("hashesChecked", versions.hashesChecked());
    json.put("findingsTotal", total());
    Map<String, Long> byKind = new TreeMap<>();
    counts.forEach((kind, count) -> byKind.put(kind.label(), count));
    json.put("findingsByKind", byKind);
    json.put("findings", findings.stream().map(found -> Map.of("kind", found.kind().label(), "where", found.where(), "message", found.message())).toList());
    return json;
  }

  /// The report for people; the last line is `audit: holds` or `audit: N findings`.
  ///
  /// @param most findings to show
  public List<String> lines(int most) {
    return AuditTable.lines(this, most);
  }
}
