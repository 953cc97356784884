// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.baseline;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

import io.tributary.rl.random.CounterRandom;

/// The newest rows of earlier batches, and the key their regression is fitted with: all that a fitted baseline is.
///
/// ```
/// magic 4 | format 4 | observation size 4 | rows 4 | key 8 | observations 4 · rows · size | returns 4 · rows | CRC-32C 4      (big endian)
/// ```
///
/// Only numbers are stored, and {@link #decode} accepts nothing but what {@link #encode} wrote: no byte can name a class to be created.
///
/// @param observations rows × observation size, raw, oldest batch first
/// @param returns reward-to-go of each row, in reward units
@SuppressWarnings("ArrayRecordComponent") // Within this package, where nobody compares windows or writes to their arrays.
record RowWindow(int observationSize, float[] observations, float[] returns, long randomKey) {
  private static final int MAGIC = 0x54524257;
  private static final int FORMAT = 1;
  private static final int HEADER = 24;
  private static final int CHECKSUM = Integer.BYTES;

  static RowWindow empty(int observationSize) {
    return new RowWindow(observationSize, new float[0], new float[0], 0);
  }

  int rows() {
    return returns.length;
  }

  /// The most rows whose window takes at most so many bytes.
  static int capacity(int maxBytes, int observationSize) {
    return (maxBytes - HEADER - CHECKSUM) / (Float.BYTES * (observationSize + 1));
  }

  /// The window after one more batch: the oldest rows leave. Of a batch that is too large for a window, a uniformly random part stays, since rows lie in
  /// order of environment and time.
  ///
  /// @throws IllegalArgumentException if a number is not finite, or there are fewer of them than `rows`
  RowWindow with(float[] moreObservations, float[] moreReturns, int rows, int capacity, long key) {
    requireBatch(moreObservations, moreReturns, rows);
    int[] chosen = chosen(rows, capacity, key);
    int kept = Math.min(rows(), capacity - chosen.length);
    float[] allObservations = new float[(kept + chosen.length) * observationSize];
    float[] allReturns = new float[kept + chosen.length];
    System.arraycopy(observations, (rows() - kept) * observationSize, allObservations, 0, kept * observationSize);
    System.arraycopy(returns, rows() - kept, allReturns, 0, kept);
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(moreObservations, chosen[i] * observationSize, allObservations, (kept + i) * observationSize, observationSize);
      allReturns[kept + i] = moreReturns[chosen[i]];
    }
    return new RowWindow(observationSize, allObservations, allReturns, key);
  }

  private static int[] chosen(int rows, int capacity, long key) {
    int[] indices = new int[rows];
    Arrays.setAll(indices, i -> i);
    if (rows <= capacity) {
      return indices;
    }
    CounterRandom.shuffle(indices, 0, rows, CounterRandom.stream(key, "tribuo.window"));
    int[] chosen = Arrays.copyOf(indices, capacity);
    Arrays.sort(chosen);
    return chosen;
  }

  private void requireBatch(float[] moreObservations, float[] moreReturns, int rows) {
    if (rows < 1 || (long) rows * observationSize > moreObservations.length || rows > moreReturns.length) {
      throw new IllegalArgumentException("a baseline was to be fitted on " + rows + " rows of " + observationSize + " elements, from "
          + moreObservations.length + " numbers and " + moreReturns.length + " returns; expected at least 1 row, all of them there; nothing was fitted");
    }
    requireFinite("observation", moreObservations, rows * observationSize, observationSize);
    requireFinite("reward-to-go", moreReturns, rows, 1);
  }

  private static void requireFinite(String what, float[] numbers, int count, int width) {
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(numbers[i])) {
        throw new IllegalArgumentException(
            what + " of row " + i / width + " is " + numbers[i] + "; expected a finite number; no baseline was fitted");
      }
    }
  }

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(HEADER + Float.BYTES * (observations.length + returns.length) + CHECKSUM);
    out.putInt(MAGIC).putInt(FORMAT).putInt(observationSize).putInt(rows()).putLong(randomKey);
    out.asFloatBuffer().put(observations).put(returns);
    out.putInt(out.capacity() - CHECKSUM, checksum(out.array()));
    return out.array();
  }

  /// @throws IllegalArgumentException for anything but a window of such observations
  static RowWindow decode(byte[] bytes, int observationSize) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER + CHECKSUM || in.getInt() != MAGIC || in.getInt() != FORMAT) {
      throw refused(bytes, "does not begin as one");
    }
    int size = in.getInt();
    int rows = in.getInt();
    long key = in.getLong();
    if (size != observationSize) {
      throw refused(bytes, "is of observations of " + size + " elements, not " + observationSize);
    }
    if (rows < 1 || bytes.length != HEADER + CHECKSUM + Float.BYTES * (size + 1L) * rows) {
      throw refused(bytes, "says it has " + rows + " rows");
    }
    if (in.getInt(bytes.length - CHECKSUM) != checksum(bytes)) {
      throw refused(bytes, "has another checksum than its content");
    }
    float[] observations = new float[rows * size];
    float[] returns = new float[rows];
    in.asFloatBuffer().get(observations).get(returns);
    requireFinite("observation", observations, observations.length, size);
    requireFinite("reward-to-go", returns, rows, 1);
    return new RowWindow(size, observations, returns, key);
  }

  private static IllegalArgumentException refused(byte[] bytes, String why) {
    return new IllegalArgumentException("a fitted baseline of " + bytes.length + " bytes " + why + "; expected what this baseline wrote; it is not used");
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, bytes.length - CHECKSUM);
    return (int) checksum.getValue();
  }
}
