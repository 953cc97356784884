// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

/// How one process runs the topology; what it computes is fixed by the run.
///
/// @param instance number of this process among those that share the run's partitions; two with the same number are the same, and the later
///     one takes over
/// @param threads stream threads, each with its share of the partitions
/// @param commitIntervalMs how long results may wait for their transaction, in milliseconds; those that complete what the trainer waits for, `batch.steps`
///     or `batch.trajectories`, are committed at once. A topology of its own process has to be given the trainer's numbers; with others, and where several
///     threads or processes share the environments unevenly, results wait
/// @param acceptLoss start although some steps can no longer be assembled, instead of stopping with their range
public record StreamSettings(int instance, int threads, int commitIntervalMs, boolean acceptLoss) {
  public StreamSettings {
    require("stream.instance", instance, 0, 999);
    require("stream.threads", threads, 1, 64);
    require("stream.commitIntervalMs", commitIntervalMs, 1, 2_000);
  }

  public static StreamSettings defaults() {
    return new StreamSettings(0, 1, 20, false);
  }

  private static void require(String setting, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(setting + " is " + value + "; expected " + least + " to " + most);
    }
  }
}
