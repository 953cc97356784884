// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import io.tributary.cli.report.LearningCurve;
import io.tributary.cli.report.Summary;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.learning.Metric;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.Episode;
import io.tributary.schemas.VersionMetrics;

/// Follows a run by what it publishes: finished episodes and the figures of every version.
///
/// **Assumptions.** Used by one thread.
public final class Watch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  private final List<TopicTail<String, Episode>> episodes = new ArrayList<>();
  private final TopicTail<Long, VersionMetrics> metrics;
  private final LearningCurve curve;
  private final long createdMs;
  private final long sinceMs;
  private long version = -1;
  private long stepsTrained;
  private double lag = Double.NaN;
  private double lagSum;
  private long lagVersions;
  private double lagMax = Double.NaN;
  private long firstVersionMs = -1;
  private long firstSteps = -1;
  private long lastVersionMs = -1;

  /// @param sinceMs versions before this moment are another process's: they count for the curve, not for lag and speed
  /// @param mark mean return of the last 100 episodes at which the task counts as solved; NaN for none
  public Watch(Run run, long sinceMs, double mark) {
    this.sinceMs = sinceMs;
    curve = new LearningCurve(mark);
    createdMs = run.spec().createdMs();
    for (int partition = 0; partition < run.topics().episodes().partitions(); partition++) {
      episodes.add(TopicTail.open(run.connection(), run.topics().episodes(), partition, run.clientId("watch", "episodes-" + partition)));
    }
    metrics = TopicTail.open(run.connection(), run.topics().metrics(), 0, run.clientId("watch", "metrics"));
  }

  /// Takes in what has come.
  public void poll() {
    for (TopicTail<String, Episode> tail : episodes) {
      tail.poll(POLL).forEach(this::ended);
    }
    metrics.poll(POLL).forEach(this::published);
  }

  /// Takes in everything there is: for the end, when nothing more comes.
  ///
  /// @throws RunException if the broker stops answering
  public void readToEnd() {
    List<Long> ends = new ArrayList<>(episodes.stream().map(TopicTail::highWatermark).toList());
    long end = metrics.highWatermark();
    long deadline = System.nanoTime() + LONGEST_END.toNanos();
    while (metrics.position() < end || behind(ends)) {
      poll();
      if (System.nanoTime() > deadline) {
        throw new RunException("episodes and metrics were not read to their end within " + LONGEST_END.toSeconds()
            + " s; expected the broker to answer; the run itself is kept");
      }
    }
  }

  private boolean behind(List<Long> ends) {
    for (int partition = 0; partition < ends.size(); partition++) {
      if (episodes.get(partition).position() < ends.get(partition)) {
        return true;
      }
    }
    return false;
  }

  private void ended(Read<String, Episode> read) {
    Episode episode = read.value();
    if (episode.purpose() == Purpose.TRAIN) {
      curve.add(episode.totalReward(), episode.length(), Math.max(0, episode.endedMs() - createdMs) / 1000.0);
    }
  }

  private void published(Read<Long, VersionMetrics> read) {
    VersionMetrics row = read.value();
    version = row.version();
    stepsTrained = (long) row.metrics().get(Metric.STEPS_TRAINED).orElse(stepsTrained);
    if (row.createdMs() < sinceMs) {
      return;
    }
    if (firstVersionMs < 0) {
      firstVersionMs = row.createdMs();
      firstSteps = stepsTrained;
    }
    lastVersionMs = row.createdMs();
    OptionalDouble mean = row.metrics().get(Metric.LAG_MEAN);
    if (mean.isPresent()) {
      lag = mean.getAsDouble();
      lagSum += lag;
      lagVersions++;
      double most = row.metrics().get(Metric.LAG_MAX).orElse(lag);
      lagMax = Double.isNaN(lagMax) ? most : Math.max(lagMax, most);
    }
  }

  /// Training episodes so far.
  public LearningCurve curve() {
    return curve;
  }

  /// Newest version; −1 before the first.
  public long version() {
    return version;
  }

  /// Steps trained by it.
  public long stepsTrained() {
    return stepsTrained;
  }

  /// Mean lag of the newest version that has one; NaN before.
  public double lag() {
    return lag;
  }

  /// Lags of all versions of this process.
  public Summary.Lag lags() {
    return new Summary.Lag(lagVersions == 0 ? null : (Double) (lagSum / lagVersions), Double.isNaN(lagMax) ? null : (Double) lagMax);
  }

  /// When this process's first version was made, milliseconds since the epoch; −1 before.
  public long firstVersionMs() {
    return firstVersionMs;
  }

  /// Steps trained a second between this process's first version and its newest; null before there are two.
  public Double stepsPerSecond() {
    return lastVersionMs <= firstVersionMs ? null : (Double) ((stepsTrained - firstSteps) * 1000.0 / (lastVersionMs - firstVersionMs));
  }

  @Override
  public void close() {
    episodes.forEach(TopicTail::close);
    metrics.close();
  }
}
