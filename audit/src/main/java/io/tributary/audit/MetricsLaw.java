// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

import io.tributary.rl.learning.Metric;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.VersionMetrics;

/// Every version has exactly one row of metrics, they agree on the steps trained, and no row is of a version that does not exist.
///
/// **Assumptions.** All snapshots come before the first row, and the rows reach at least as far as the snapshots: newer ones are of later versions.
final class MetricsLaw {
  /// Bytes a version takes.
  static final int BYTES_PER_VERSION = Long.BYTES + 1;
  /// Rows above the snapshots that are kept until the newest version is known: more than a trainer publishes during an audit.
  private static final int MOST_NEWER = 10_000;

  private final Findings findings;
  private final BitSet seen = new BitSet();
  private final Map<Place, Long> newer = new LinkedHashMap<>();
  private final long[] stepsTrained;
  private long first = -1;
  private int versions;
  private long rows;
  private long firstRow = Long.MAX_VALUE;

  /// @param end first offset after the last of policies: no version is further than that from the first
  MetricsLaw(long end, Findings findings) {
    this.findings = findings;
    stepsTrained = new long[Math.toIntExact(end + 1)];
  }

  /// The next version; a gap counts as versions of which nothing is known.
  void snapshot(PolicySnapshot snapshot) {
    first = first < 0 ? snapshot.version() : first;
    int at = Math.toIntExact(snapshot.version() - first);
    Arrays.fill(stepsTrained, versions, at, -1);
    stepsTrained[at] = snapshot.stepsTrained();
    versions = at + 1;
  }

  void row(Place place, Long key, VersionMetrics row) {
    rows++;
    if (key == null || key != row.version()) {
      findings.add(FindingKind.METRICS_DIFFER, place, "the key is " + key + "; expected " + row.version() + ", its version");
    }
    if (row.version() < 0 || first < 0 || row.version() - first >= versions) {
      if (newer.size() < MOST_NEWER) {
        newer.put(place, row.version());
      }
      return;
    }
    firstRow = Math.min(firstRow, row.version());
    if (row.version() >= first) {
      compare(place, row, Math.toIntExact(row.version() - first));
    }
  }

  private void compare(Place place, VersionMetrics row, int at) {
    if (seen.get(at)) {
      findings.add(FindingKind.METRICS_DUPLICATED, place, "another row of version " + row.version() + "; expected one");
    }
    seen.set(at);
    OptionalDouble steps = row.metrics().get(Metric.STEPS_TRAINED);
    if (steps.isPresent() && stepsTrained[at] >= 0 && (long) steps.getAsDouble() != stepsTrained[at]) {
      findings.add(FindingKind.METRICS_DIFFER, place, "stepsTrained of version " + row.version() + " is " + (long) steps.getAsDouble() + "; expected "
          + stepsTrained[at] + " as its snapshot says");
    }
  }

  /// All rows have come by.
  ///
  /// @param begin first offset that retention has left
  /// @param newest version there is by now; −1 where there is none
  void end(long begin, long newest) {
    for (int at = seen.nextClearBit(0); at < versions; at = seen.nextClearBit(at + 1)) {
      boolean expired = begin > 0 && first + at < firstRow;
      if (!expired && stepsTrained[at] >= 0) {
        findings.add(FindingKind.METRICS_MISSING, "version " + (first + at), "no row of metrics; expected one");
      }
    }
    newer.forEach((place, version) -> {
      if (version < 0 || version > newest) {
        findings.add(FindingKind.METRICS_DIFFER, place, "a row of version " + version + "; expected one of a version that exists, and the newest is " + newest);
      }
    });
  }

  long rows() {
    return rows;
  }
}
