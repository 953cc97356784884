// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Decides which trajectories belong to a batch: whole ones, in arrival order, until there is enough.
///
/// **Guarantees**
/// - What is taken is a prefix of the arrivals, hence of every partition.
/// - A batch closes with the very trajectory that brings it to its size: producers in lock step, whose rollouts add up to
///   `batch.steps`, fill it exactly.
/// - Whatever there is, from two steps on, is overdue `batch.lingerMs` after waiting for it began: late, never stuck. Waiting begins
///   when the first trajectory has arrived *and* the trainer is free, so that a long update is not mistaken for silence.
///
/// A batch that lingered says that some producer is gone; until a batch fills by itself again, each next one waits half as long.
///
/// **Assumptions.** One thread; the clock is an argument.
final class Batcher {
  /// One step has no spread: nothing could be standardised.
  static final int FEWEST_STEPS = 2;
  private static final long NS_PER_MS = 1_000_000;

  private final long lingerNs;
  private final int mostSteps;
  private final int mostTrajectories;
  private final Deque<Arrival> pending = new ArrayDeque<>();
  private long pendingSteps;
  private long waitingSinceNs = Long.MIN_VALUE;
  private boolean lingered;

  Batcher(BatchSettings settings) {
    boolean bySteps = settings.trajectories() == 0;
    lingerNs = settings.lingerMs() * NS_PER_MS;
    mostSteps = bySteps ? settings.steps() : BatchSettings.MAX_STEPS;
    mostTrajectories = bySteps ? BatchSettings.MAX_TRAJECTORIES : settings.trajectories();
  }

  /// The trainer is free for a batch from `nowNs` on.
  void beginWaiting(long nowNs) {
    waitingSinceNs = nowNs;
  }

  void offer(Arrival arrival) {
    pending.add(arrival);
    pendingSteps += arrival.steps();
  }

  /// Whether a batch is complete.
  boolean full() {
    return enough(pending.size(), pendingSteps);
  }

  /// Whether what there is must be taken though it is not full.
  boolean overdue(long nowNs) {
    return pendingSteps >= FEWEST_STEPS && overdueInNs(nowNs) <= 0;
  }

  /// Nanoseconds until what there is becomes overdue; a full patience where there is too little.
  long overdueInNs(long nowNs) {
    if (pendingSteps < FEWEST_STEPS) {
      return patienceNs();
    }
    return patienceNs() - (nowNs - Math.max(waitingSinceNs, pending.peek().arrivedNs()));
  }

  /// The next batch in arrival order: a full one, or all there is.
  List<Arrival> take() {
    lingered = !full();
    List<Arrival> taken = new ArrayList<>();
    long steps = 0;
    while (!pending.isEmpty() && !enough(taken.size(), steps)) {
      Arrival arrival = pending.remove();
      taken.add(arrival);
      steps += arrival.steps();
    }
    pendingSteps -= steps;
    return taken;
  }

  /// Whether the last batch taken was not full.
  boolean lingered() {
    return lingered;
  }

  int pendingTrajectories() {
    return pending.size();
  }

  private boolean enough(int trajectories, long steps) {
    return steps >= FEWEST_STEPS && (steps >= mostSteps || trajectories >= mostTrajectories);
  }

  private long patienceNs() {
    return lingered ? lingerNs / 2 : lingerNs;
  }
}
