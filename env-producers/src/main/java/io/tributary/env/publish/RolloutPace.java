// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tributary.env.rollout.Pace;

/// Keeps a producer to so many steps a second, and cuts the rollout short when a stop has been asked for and the patience for it is used up.
final class RolloutPace implements Pace {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double stepsPerSecond;
  private final long patienceNanos;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile long stopRequestedNanos;
  private double nextNanos;
  private long doneBefore;
  private long lastRound;

  /// @param stepsPerSecond 0 for no limit
  /// @param patienceMs how long the rollout may still go on after a stop was asked for, in milliseconds
  RolloutPace(double stepsPerSecond, long patienceMs) {
    this.stepsPerSecond = stepsPerSecond;
    patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMs);
  }

  /// Lets the rollout that is under way finish, if it does so within the patience. For any thread.
  void requestStop() {
    if (!isStopping()) {
      stopRequestedNanos = System.nanoTime();
      stop.countDown();
    }
  }

  boolean isStopping() {
    return stop.getCount() == 0;
  }

  @Override
  public boolean goOn(long stepsDone) {
    if (stepsPerSecond > 0) {
      waitForTurn(stepsDone);
    }
    return !isStopping() || System.nanoTime() - stopRequestedNanos < patienceNanos;
  }

  /// Each round's steps push the next one back by their share of a second; time lost elsewhere is not made up for by a burst.
  private void waitForTurn(long stepsDone) {
    lastRound = stepsDone >= doneBefore ? stepsDone - doneBefore : lastRound; // counts from 0 again in the next rollout
    doneBefore = stepsDone;
    double now = System.nanoTime();
    nextNanos = Math.max(now, nextNanos + lastRound / stepsPerSecond * NANOS_PER_SECOND);
    try {
      if (!isStopping() && nextNanos > now && stop.await((long) (nextNanos - now), TimeUnit.NANOSECONDS)) {
        nextNanos = 0;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      requestStop();
    }
  }
}
