// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import io.tributary.rl.experience.Steps;
import io.tributary.schemas.Codec;

/// The header rows of one partition in memory, ordered by silence, so that the longest silent one is found at once.
///
/// The order and the partition's clock are functions of the rows alone: built again from a restored store they are the same. That is why
/// only records that name an environment move the clock, and why the order is that of offsets.
final class Environments {
  private final OpenEpisodes rows;
  private final SequencedMap<String, EnvironmentState> bySilence = new LinkedHashMap<>();
  private final SequencedMap<String, EnvironmentState> openByNews = new LinkedHashMap<>();
  private long clockMs;
  private long heardOffset = EnvironmentState.NONE;
  private long openSteps;

  Environments(OpenEpisodes rows, Codec<Steps> codec) {
    this.rows = rows;
    List<EnvironmentState> all = new ArrayList<>();
    rows.headers((environment, row) -> all.add(EnvironmentState.of(environment, row)));
    all.sort(Comparator.comparingLong(state -> state.heardOffset));
    for (EnvironmentState state : all) {
      bySilence.put(state.environment, state);
      clockMs = Math.max(clockMs, state.heardMs);
      heardOffset = Math.max(heardOffset, state.heardOffset);
      openSteps += state.openSteps;
    }
    all.removeIf(state -> state.openRecords == 0);
    all.sort(Comparator.comparingLong(state -> state.acceptedOffset));
    for (EnvironmentState state : all) {
      openByNews.put(state.environment, state);
      state.openColumns = RecordedColumns.of(codec.decode(rows.slot(state.environment, 0).original()).columns());
    }
  }

  /// Partition time: the highest record time of any record that named an environment.
  long clockMs() {
    return clockMs;
  }

  /// Offset of the newest record that named an environment; [EnvironmentState#NONE] where there was none.
  long heardOffset() {
    return heardOffset;
  }

  /// Steps that wait for their segment to close.
  long openSteps() {
    return openSteps;
  }

  /// Environments of which a segment is open.
  int openSegments() {
    return openByNews.size();
  }

  /// Null for an environment that is not known.
  EnvironmentState find(String environment) {
    return bySilence.get(environment);
  }

  /// Moves the partition's clock and marks the environment as heard of.
  void hear(EnvironmentState state, long timeMs, long offset) {
    clockMs = Math.max(clockMs, timeMs);
    state.heardMs = clockMs;
    state.heardOffset = offset;
    heardOffset = offset;
    bySilence.putLast(state.environment, state);
  }

  /// Marks the record just heard as accepted.
  void accept(EnvironmentState state) {
    state.acceptedMs = clockMs;
    state.acceptedOffset = state.heardOffset;
  }

  /// Writes a changed state back.
  ///
  /// @param openBefore its open steps before the change
  void save(EnvironmentState state, int openBefore) {
    openSteps += state.openSteps - openBefore;
    if (state.openRecords == 0) {
      openByNews.remove(state.environment);
    } else if (state.acceptedOffset == state.heardOffset) {
      openByNews.putLast(state.environment, state);
    }
    rows.save(state.environment, state.row());
  }

  void remove(EnvironmentState state) {
    bySilence.remove(state.environment);
    rows.remove(state.environment);
  }

  /// The environment whose open segment has been without an accepted record for longest; null where none is open.
  EnvironmentState longestWithoutNews() {
    return openByNews.isEmpty() ? null : openByNews.firstEntry().getValue();
  }

  /// The environment that has been silent for longest; null where none is known.
  EnvironmentState longestSilent() {
    return bySilence.isEmpty() ? null : bySilence.firstEntry().getValue();
  }
}
