// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

/// Steps of each trajectory of one partition: a dense table by offset.
final class TrajectoryLengths {
  /// Bytes an offset takes.
  static final int BYTES_PER_RECORD = Integer.BYTES;

  private final long base;
  private final int[] steps;
  private long begin;

  /// @param begin first offset
  /// @param end first offset after the last
  TrajectoryLengths(long begin, long end) {
    this.base = begin;
    this.begin = begin;
    steps = new int[Math.toIntExact(end - begin)];
  }

  /// First offset that retention has left.
  long begin() {
    return begin;
  }

  /// Retention has removed meanwhile what lies below `to`, read or not.
  void raise(long to) {
    begin = Math.max(begin, Math.min(to, end()));
  }

  long end() {
    return base + steps.length;
  }

  void put(long offset, int count) {
    steps[Math.toIntExact(offset - base)] = count;
  }

  /// 0 where there is no trajectory: a transaction's marker, or nothing any more.
  int steps(long offset) {
    return offset < begin || offset >= end() ? 0 : steps[Math.toIntExact(offset - base)];
  }

  /// Trajectories of a half-open range, and the steps in them.
  Sum sum(long from, long until) {
    long trajectories = 0;
    long sum = 0;
    for (long offset = Math.max(begin, from); offset < Math.min(until, end()); offset++) {
      int count = steps(offset);
      trajectories += count > 0 ? 1 : 0;
      sum += count;
    }
    return new Sum(trajectories, sum);
  }

  /// @param trajectories how many
  /// @param steps in them
  record Sum(long trajectories, long steps) {
    static final Sum NONE = new Sum(0, 0);

    Sum plus(Sum other) {
      return new Sum(trajectories + other.trajectories, steps + other.steps);
    }
  }
}
