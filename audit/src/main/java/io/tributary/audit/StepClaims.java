// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.Objects;

import io.tributary.rl.experience.StepId;

/// What outputs say of the steps records of one partition: a dense table by offset, in primitive arrays, so that its size is known
/// before anything is read.
final class StepClaims {
  /// Bytes a steps record takes: a place, a count, a first index, a mark of its episode (or of a rejected original), the output's offset.
  static final int BYTES_PER_RECORD = 1 + Integer.BYTES + Long.BYTES + Integer.BYTES + Long.BYTES;

  private static final int FATE = 0x3f;
  private static final int EXISTS = 0x40;

  private final long begin;
  private final byte[] fates;
  private final int[] counts;
  private final long[] firstIndexes;
  private final int[] marks;
  private final long[] outputs;

  /// @param begin first offset
  /// @param end first offset after the last
  StepClaims(long begin, long end) {
    this.begin = begin;
    int size = Math.toIntExact(end - begin);
    fates = new byte[size];
    counts = new int[size];
    firstIndexes = new long[size];
    marks = new int[size];
    outputs = new long[size];
  }

  /// What one output says of one record.
  ///
  /// @param fate where its steps are
  /// @param firstIndex index of the first of them; −1 if undecodable
  /// @param count of them; −1 if undecodable
  /// @param mark of the episode, or of a rejected original
  /// @param output offset of the record that says so
  record Claim(Fate fate, long firstIndex, int count, int mark, long output) {

    /// Whether both say the same, wherever they say it.
    boolean repeats(Claim other) {
      return fate.equals(other.fate) && firstIndex == other.firstIndex && count == other.count && mark == other.mark;
    }
  }

  /// A number that two records of different episodes hardly share.
  static int mark(StepId step) {
    return Objects.hash(step.environment(), step.session(), step.episode());
  }

  long begin() {
    return begin;
  }

  long end() {
    return begin + fates.length;
  }

  /// Null where nothing was said.
  Claim get(long offset) {
    int at = at(offset);
    Fate fate = Fate.of(fates[at] & FATE);
    return fate == null ? null : new Claim(fate, firstIndexes[at], counts[at], marks[at], outputs[at]);
  }

  void put(long offset, Claim claim) {
    int at = at(offset);
    fates[at] = (byte) (fates[at] & EXISTS | claim.fate.code());
    firstIndexes[at] = claim.firstIndex;
    counts[at] = claim.count;
    marks[at] = claim.mark;
    outputs[at] = claim.output;
  }

  /// Says that there is a record.
  void exists(long offset) {
    fates[at(offset)] |= EXISTS;
  }

  /// Whether something was said of an offset that has no record.
  boolean isUnfounded(long offset) {
    int fate = fates[at(offset)];
    return (fate & EXISTS) == 0 && (fate & FATE) != 0;
  }

  private int at(long offset) {
    return Math.toIntExact(offset - begin);
  }
}
