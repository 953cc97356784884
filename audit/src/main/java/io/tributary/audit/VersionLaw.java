// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

import io.tributary.schemas.AgentHashes;
import io.tributary.schemas.PolicySnapshot;

/// Versions follow one another from 0 without gap, each from its parent, and their hashes are right; {@link RangeLaw} judges their ranges,
/// {@link CheckpointLaw} their checkpoints, {@link MetricsLaw} their metrics.
///
/// **Assumptions.** Snapshots come in the order of their topic.
/// **Guarantees.** One snapshot is kept at a time. A fault is named once: the versions after it are judged from where it left them. A version takes an
/// offset; so one that is further from the first than the topic is long is not of this run: it is named and passed over.
final class VersionLaw {
  private final RangeLaw ranges;
  private final CheckpointLaw checkpoints;
  private final MetricsLaw metrics;
  private final Findings findings;
  private final LongSupplier begin;
  private final long end;
  private final Map<Integer, Long> revisions = new TreeMap<>();
  private PolicySnapshot parent;
  private long next;
  private long first = -1;
  private long versions;
  private long hashes;

  /// @param begin first offset of policies that retention has left, as it is when asked
  /// @param end first offset after the last
  VersionLaw(RangeLaw ranges, CheckpointLaw checkpoints, MetricsLaw metrics, LongSupplier begin, long end, Findings findings) {
    this.ranges = ranges;
    this.checkpoints = checkpoints;
    this.metrics = metrics;
    this.begin = begin;
    this.end = end;
    this.findings = findings;
  }

  void snapshot(Place place, Long key, PolicySnapshot snapshot) {
    String version = "version " + snapshot.version();
    if (key == null || key != snapshot.version()) {
      findings.add(FindingKind.VERSION_DIFFERS, place, "the key is " + key + "; expected " + snapshot.version() + ", its version");
    }
    if (snapshot.version() < 0 || first >= 0 && snapshot.version() - first > end) {
      findings.add(FindingKind.VERSION_MISSING, place, version + ", in a topic of " + end + " offsets that begins with version " + Math.max(0, first)
          + "; expected every version from that one, an offset for each; it is passed over");
      return;
    }
    if (parent != null && snapshot.version() <= parent.version()) {
      findings.add(FindingKind.VERSION_DUPLICATED, place, version + " after version " + parent.version() + "; expected version " + (parent.version() + 1));
      return;
    }
    boolean follows = follows(place, snapshot);
    if (snapshot.parent() != snapshot.version() - 1) {
      findings.add(FindingKind.VERSION_DIFFERS, version, "its parent is " + snapshot.parent() + "; expected " + (snapshot.version() - 1));
    }
    versions++;
    ranges.snapshot(version, snapshot, parent, follows);
    hash(version, "parameters", AgentHashes.parameters(snapshot.policy()), snapshot.hashes().parameters());
    hash(version, "statistics", AgentHashes.statistics(snapshot.policy()), snapshot.hashes().statistics());
    hashes += 2 + checkpoints.compare(snapshot, ranges.ends());
    revisions.putIfAbsent(snapshot.settingsRevision(), snapshot.version());
    metrics.snapshot(snapshot);
    parent = snapshot;
    next = place.offset() + 1;
  }

  /// Whether its parent was the snapshot before, or it is the first. What is missing between them may have been removed by retention, also while reading.
  private boolean follows(Place place, PolicySnapshot snapshot) {
    long expected = parent == null ? 0 : parent.version() + 1;
    if (parent == null) {
      first = snapshot.version();
    }
    if (snapshot.version() != expected && begin.getAsLong() <= next) {
      findings.add(FindingKind.VERSION_MISSING, place, (snapshot.version() - expected == 1 ? "version " + expected + " is missing"
          : "versions " + expected + " to " + (snapshot.version() - 1) + " are missing") + " before version " + snapshot.version() + "; expected every version from 0");
    }
    return snapshot.version() == expected;
  }

  private void hash(String version, String of, String computed, String published) {
    if (!computed.equals(published)) {
      findings.add(FindingKind.HASH_DIFFERS, version, "the SHA-256 of its " + of + " is " + computed + "; expected " + published + " as it says");
    }
  }

  /// All snapshots have come by.
  void end(long newestCheckpoint) {
    checkpoints.end(first < 0 ? 0 : first, newest(), newestCheckpoint);
  }

  /// Settings revisions that versions name, each with the first that does.
  Map<Integer, Long> revisions() {
    return revisions;
  }

  /// The newest version; −1 where there is none.
  long newest() {
    return parent == null ? -1 : parent.version();
  }

  VersionTotals totals() {
    return new VersionTotals(ranges.trained(), ranges.skipped(), ranges.notConsumed(), ranges.expired(), ranges.lostAccepted(),
        parent == null ? 0 : parent.stepsTrained(), versions, Math.max(0, first), ranges.unchecked(), newest(), checkpoints.count(), metrics.rows(), hashes);
  }
}
