// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.chaos;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.tributary.audit.Audit;
import io.tributary.audit.AuditReport;
import io.tributary.audit.AuditSettings;
import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.replay.Replaying;
import io.tributary.replay.ReplayReport;
import io.tributary.replay.ReplayRequest;
import io.tributary.runs.Run;

/// What the log says afterwards.
///
/// @param acknowledged records that a client outside saw acknowledged, none of which can be decoded: the one count that does not come from the log
/// @param audit whether each step is in exactly one place, and each version names its data
/// @param replay whether each version and trajectory can be made again
record Proof(long acknowledged, AuditReport audit, ReplayReport replay) {

  static Proof of(Run run, long acknowledged, PrintStream out) throws InterruptedException {
    AuditReport audit = Audit.of(run, AuditSettings.defaults());
    audit.findings().forEach(finding -> out.println("     " + finding));
    out.printf(Locale.ROOT, "     audit: %s%n", audit.holds() ? "holds" : audit.total() + " findings");
    ReplayReport replay = Replaying.verify(run, Parts.kernel("auto"), ReplayRequest.all(), version -> { });
    replay.findings().forEach(finding -> out.println("     " + finding.line()));
    out.printf(Locale.ROOT, "     replay: %s%n", replay.isEqual() ? "equal in every bit" : "NOT equal");
    Proof proof = new Proof(acknowledged, audit, replay);
    out.printf(Locale.ROOT, "     acknowledged to a client outside: %,d records, in the log as such: %,d%n", acknowledged, audit.steps().recordsUndecodable());
    return proof;
  }

  /// Whether nothing is lost, nothing is twice, nothing is left over or excused, and every version was made again with the same bits.
  boolean holds() {
    return audit.holds() && nothingIsLeft() && replay.isEqual() && replay.versionsEqual() == replay.versions()
        && audit.steps().recordsUndecodable() == acknowledged;
  }

  private boolean nothingIsLeft() {
    return audit.steps().pending() == 0 && audit.steps().outputExpired() == 0 && audit.versions().trajectoriesNotConsumed() == 0
        && audit.versions().trajectoriesExpired() == 0 && replay.trajectoriesExpired() == 0;
  }

  /// Names and values as `--json` has them.
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("recordsAcknowledgedOutside", acknowledged);
    json.put("audit", audit.json());
    json.put("replay", replay.json());
    return json;
  }
}
