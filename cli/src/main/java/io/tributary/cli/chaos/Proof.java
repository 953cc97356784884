// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.chaos;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tributary.cli.report.Accounts;
import io.tributary.cli.report.Counting;
import io.tributary.runs.Run;

/// What the log says afterwards.
///
/// @param json names and values as `--json` has them
/// @param holds whether nothing is lost or twice and every version was rebuilt
record Proof(Map<String, Object> json, boolean holds) {

  static Proof of(Run run, PrintStream out) throws InterruptedException {
    out.println("     counting");
    Accounts counts = new Counting(run).accounts();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("stepsPublished", counts.published());
    json.put("stepsInTrajectories", counts.inTrajectories());
    json.put("stepsRejected", counts.rejected());
    json.put("stepsOpen", counts.open());
    json.put("stepsPending", counts.pending());
    json.put("stepsTrained", counts.trained());
    boolean holds = counts.published() == counts.inTrajectories() + counts.rejected() + counts.open() + counts.evaluated() && counts.pending() == 0;
    return new Proof(json, holds);
  }
}
