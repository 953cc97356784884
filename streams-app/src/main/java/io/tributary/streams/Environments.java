// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The header rows of one partition in memory, ordered by silence, so that the longest silent one is found at once.
///
/// The order and the partition's clock are functions of the rows alone: built again from a restored store they are the same.
final class Environments {
  private final OpenEpisodes rows;
  private final SequencedMap<String, OpenEnvironment> bySilence = new LinkedHashMap<>();
  private final SequencedMap<String, OpenEnvironment> openByNews = new LinkedHashMap<>();
  private long clockMs;
  private long openSteps;

  Environments(OpenEpisodes rows) {
    this.rows = rows;
    List<OpenEnvironment> all = new ArrayList<>();
    rows.headers(all::add);
    all.sort(Comparator.comparingLong(header -> header.seenOffset));
    for (OpenEnvironment header : all) {
      bySilence.put(header.environment(), header);
      clockMs = Math.max(clockMs, header.seenMs);
      openSteps += header.openSteps;
    }
    all.removeIf(header -> header.openRecords == 0);
    all.sort(Comparator.comparingLong(header -> header.newsOffset));
    all.forEach(header -> openByNews.put(header.environment(), header));
  }

  /// Partition time: the highest record time of any record that named an environment.
  long clockMs() {
    return clockMs;
  }

  /// Steps that wait for their segment to close.
  long openSteps() {
    return openSteps;
  }

  /// Null for an environment that is not known.
  OpenEnvironment find(String environment) {
    return bySilence.get(environment);
  }

  /// Moves the partition's clock and marks the environment as heard of.
  void hear(OpenEnvironment header, long timeMs, long offset) {
    clockMs = Math.max(clockMs, timeMs);
    header.seenMs = clockMs;
    header.seenOffset = offset;
    bySilence.putLast(header.environment(), header);
  }

  /// Marks an accepted record.
  void news(OpenEnvironment header) {
    header.newsMs = clockMs;
    header.newsOffset = header.seenOffset;
  }

  /// Writes a header back, once its open steps number `openStepsBefore` no more.
  void save(OpenEnvironment header, int openStepsBefore) {
    openSteps += header.openSteps - openStepsBefore;
    if (header.openRecords == 0) {
      openByNews.remove(header.environment());
    } else if (header.newsOffset == header.seenOffset) {
      openByNews.putLast(header.environment(), header);
    }
    rows.save(header);
  }

  void remove(OpenEnvironment header) {
    bySilence.remove(header.environment());
    rows.remove(header.environment());
  }

  /// The environment whose open segment has been without news for longest; null where none is open.
  OpenEnvironment longestWithoutNews() {
    return openByNews.isEmpty() ? null : openByNews.firstEntry().getValue();
  }

  /// The environment that has been silent for longest; null where none is known.
  OpenEnvironment longestSilent() {
    return bySilence.isEmpty() ? null : bySilence.firstEntry().getValue();
  }
}
