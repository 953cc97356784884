// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalDouble;

import io.tributary.rl.learning.Metric;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.VersionMetrics;

/// Every version has exactly one row of metrics, and they agree.
///
/// **Assumptions.** All snapshots come before the first row, and the rows reach at least as far as the snapshots: newer ones are of later versions.
final class MetricsLaw {
  /// Bytes a version takes.
  static final int BYTES_PER_VERSION = Long.BYTES + 1;

  private final Findings findings;
  private final BitSet seen = new BitSet();
  private long[] stepsTrained = new long[1_024];
  private long first = -1;
  private int versions;
  private long rows;
  private long firstRow = Long.MAX_VALUE;

  MetricsLaw(Findings findings) {
    this.findings = findings;
  }

  /// The next version; a gap counts as versions of which nothing is known.
  void snapshot(PolicySnapshot snapshot) {
    first = first < 0 ? snapshot.version() : first;
    int at = Math.toIntExact(snapshot.version() - first);
    if (at >= stepsTrained.length) {
      stepsTrained = Arrays.copyOf(stepsTrained, Math.max(2 * stepsTrained.length, at + 1));
    }
    Arrays.fill(stepsTrained, versions, at, -1);
    stepsTrained[at] = snapshot.stepsTrained();
    versions = at + 1;
  }

  void row(Place place, Long key, VersionMetrics row) {
    rows++;
    firstRow = Math.min(firstRow, row.version());
    long at = row.version() - first;
    if (key == null || key != row.version()) {
      findings.add(FindingKind.METRICS_DIFFER, place, "the key is " + key + "; expected " + row.version() + ", its version");
    }
    if (first < 0 || at < 0 || at >= versions) {
      return;
    }
    if (seen.get((int) at)) {
      findings.add(FindingKind.METRICS_DUPLICATED, place, "another row of version " + row.version() + "; expected one");
    }
    seen.set((int) at);
    OptionalDouble steps = row.metrics().get(Metric.STEPS_TRAINED);
    if (steps.isPresent() && stepsTrained[(int) at] >= 0 && (long) steps.getAsDouble() != stepsTrained[(int) at]) {
      findings.add(FindingKind.METRICS_DIFFER, place, "stepsTrained of version " + row.version() + " is " + (long) steps.getAsDouble() + "; expected "
          + stepsTrained[(int) at] + " as its snapshot says");
    }
  }

  /// All rows have come by.
  ///
  /// @param begin first offset that retention has left
  void end(long begin) {
    for (int at = seen.nextClearBit(0); at < versions; at = seen.nextClearBit(at + 1)) {
      boolean expired = begin > 0 && first + at < firstRow;
      if (!expired && stepsTrained[at] >= 0) {
        findings.add(FindingKind.METRICS_MISSING, "version " + (first + at), "no row of metrics; expected one");
      }
    }
  }

  long rows() {
    return rows;
  }
}
