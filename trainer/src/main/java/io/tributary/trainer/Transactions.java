// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

import io.tributary.runs.Durations;

/// What became of the transactions of one trainer, over all its incarnations. Safe from any thread.
final class Transactions {
  private final Durations committed = new Durations();
  private final Map<CommitException.Outcome, Long> failed = new EnumMap<>(CommitException.Outcome.class);
  private long versions;

  Transactions() {
    for (CommitException.Outcome outcome : CommitException.Outcome.values()) {
      failed.put(outcome, 0L);
    }
  }

  /// One was committed.
  ///
  /// @param nanos from its begin to the broker's answer
  /// @param published versions in it
  synchronized void committed(long nanos, int published) {
    committed.add(nanos);
    versions += published;
  }

  synchronized void failed(CommitException.Outcome outcome) {
    failed.merge(outcome, 1L, Long::sum);
  }

  Durations.Totals times() {
    return committed.totals();
  }

  /// Versions in them.
  synchronized long versions() {
    return versions;
  }

  /// Those that were not committed, or perhaps not, by what is known of them: `aborted`, `fenced`, `unknown`.
  synchronized Map<String, Long> failures() {
    Map<String, Long> byOutcome = new TreeMap<>();
    failed.forEach((outcome, count) -> byOutcome.put(outcome.name().toLowerCase(java.util.Locale.ROOT), count));
    return byOutcome;
  }
}
