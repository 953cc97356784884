// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Training episodes in the order they ended, with the mean return of the last hundred.
///
/// **Assumptions.** Used by one thread.
public final class LearningCurve {
  /// Episodes a mean is taken over.
  public static final int WINDOW = 100;

  private final double mark;
  private final List<Point> points = new ArrayList<>();
  private final Deque<Double> window = new ArrayDeque<>();
  private double sum;
  private long steps;
  private Point reached;

  /// @param mark mean return of a full window at which the task counts as solved; NaN for none
  public LearningCurve(double mark) {
    this.mark = mark;
  }

  /// One finished training episode.
  ///
  /// @param episode counted from 1
  /// @param steps of all training episodes finished so far, this one included
  /// @param seconds since the run's first moment
  /// @param totalReward its return
  /// @param mean return of the last {@link #WINDOW} episodes, or of all where there are fewer
  public record Point(int episode, long steps, double seconds, double totalReward, double mean) {}

  /// Adds the next episode.
  public void add(double totalReward, long length, double seconds) {
    window.addLast(totalReward);
    if (window.size() > WINDOW) {
      window.removeFirst();
    }
    // Summed anew: a running sum would drift over millions of episodes.
    sum = window.stream().mapToDouble(Double::doubleValue).sum();
    steps += length;
    points.add(new Point(points.size() + 1, steps, seconds, totalReward, sum / window.size()));
    // Looked at after every episode: many arrive at a time, and the mean may have fallen again by the last of them. NaN is never reached.
    if (reached == null && window.size() == WINDOW && mean() >= mark) {
      reached = points.getLast();
    }
  }

  /// Finished episodes.
  public int episodes() {
    return points.size();
  }

  /// Mean return of the last hundred, or of all where there are fewer; NaN before the first.
  public double mean() {
    return points.isEmpty() ? Double.NaN : points.getLast().mean();
  }

  /// Whether the mean of a full window has ever reached the mark.
  public boolean solved() {
    return reached != null;
  }

  /// The episode whose window was the first to reach the mark; empty where none did.
  public Optional<Point> reached() {
    return Optional.ofNullable(reached);
  }

  /// The mean height of the curve: the mean of the last hundred returns, averaged over the environment steps of finished episodes. NaN before the first.
  /// Unlike where the curve ends it tells a run that fell on the way from one that did not.
  public double height() {
    double area = 0;
    long before = 0;
    for (Point point : points) {
      area += point.mean() * (point.steps() - before);
      before = point.steps();
    }
    return area / before;
  }

  public List<Point> points() {
    return List.copyOf(points);
  }

  /// One line for each episode, after a line of names.
  public String csv() {
    StringBuilder csv = new StringBuilder("episode,steps,seconds,return,meanReturn100\n");
    for (Point point : points) {
      csv.append(String.format(Locale.ROOT, "%d,%d,%.3f,%s,%.3f%n", point.episode(), point.steps(), point.seconds(), number(point.totalReward()),
          point.mean()));
    }
    return csv.toString();
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
  }
}
