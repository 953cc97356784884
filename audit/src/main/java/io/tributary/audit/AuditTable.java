// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// An audit's report as lines of text.
final class AuditTable {
  private final List<String> lines = new ArrayList<>();

  private AuditTable() {}

  static List<String> lines(AuditReport report, int most) {
    AuditTable table = new AuditTable();
    table.steps(report.steps());
    table.versions(report.versions());
    table.findings(report, most);
    return table.lines;
  }

  private void steps(StepTotals steps) {
    lines.add("steps");
    row("published", steps.published(), "in " + number(steps.recordsPublished()) + " records");
    row("below committed", steps.belowCommitted(), "the topology's committed offsets, read first");
    row("  in trajectories", steps.inTrajectories(), "");
    row("  in evaluation", steps.inEvaluation(), "finished evaluation episodes");
    row("  rejected", steps.rejected(), String.join(", ", steps.rejectedByReason().entrySet().stream().sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey().label() + " " + number(entry.getValue())).toList()));
    row("  open", steps.open(), "their segment is not closed");
    some("  output expired", steps.outputExpired(), "retention may have removed what they became");
    row("  lost", steps.lost(), steps.recordsLost() > 0 ? number(steps.recordsLost()) + " records" : "");
    row("pending", steps.pending(), steps.recordsPending() > 0 ? "in " + number(steps.recordsPending()) + " records not committed yet" : "");
    row("duplicated", steps.duplicated(), "");
    some("records undecodable", steps.recordsUndecodable(), "rejected, their steps unknown");
    some("records expired", steps.recordsExpired(), "removed by retention");
  }

  private void versions(VersionTotals versions) {
    lines.add("trajectories");
    row("trained", versions.trajectoriesTrained(), number(versions.stepsTrained()) + " steps trained");
    row("skipped", versions.trajectoriesSkipped(), "");
    row("not consumed", versions.trajectoriesNotConsumed(), "");
    some("expired", versions.trajectoriesExpired(), "removed by retention, or their versions were");
    some("lost, accepted", versions.trajectoriesLostAccepted(), "offsets named as lost by the version after them");
    lines.add("versions");
    row("checked", versions.versions(), versions.newestVersion() < 0 ? "" : "the newest is " + number(versions.newestVersion()));
    some("expired", versions.versionsExpired(), "removed by retention");
    some("not added up", versions.versionsUnchecked(), "retention has removed what they were learned from, or a version before is missing");
    row("metrics rows", versions.metricsRows(), "");
    row("checkpoints", versions.checkpoints(), "");
    row("hashes checked", versions.hashesChecked(), "");
  }

  private void findings(AuditReport report, int most) {
    report.findings().stream().limit(most).map(Finding::toString).forEach(lines::add);
    long more = report.total() - Math.min(most, report.findings().size());
    if (more > 0) {
      lines.add("… and " + number(more) + " more: " + String.join(", ", report.counts().entrySet().stream().sorted(Map.Entry.comparingByKey())
          .map(entry -> entry.getKey().label() + " " + number(entry.getValue())).toList()));
    }
    lines.add(report.holds() ? "audit: holds" : "audit: " + number(report.total()) + (report.total() == 1 ? " finding" : " findings"));
  }

  private void some(String name, long count, String remark) {
    if (count != 0) {
      row(name, count, remark);
    }
  }

  private void row(String name, long count, String remark) {
    lines.add(String.format(Locale.ROOT, "  %-20s %,14d  %s", name, count, remark).stripTrailing());
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
