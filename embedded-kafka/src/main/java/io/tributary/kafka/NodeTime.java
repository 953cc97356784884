// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.time.Duration;
import java.util.function.Supplier;

import org.apache.kafka.common.utils.Time;

/// The node's clock: it runs behind the system's until the controller is up, and agrees with it from then on.
///
/// After a crash the controller grants the dead broker one session time-out (it cannot know that we are its successor on the same
/// directory), and the new broker waits for its end. The directory lock tells us that the old one is gone, so we let that session end:
/// it began in the clock's past. Only the monotonic clock is moved, and only forward, as if the process had been suspended for a while.
final class NodeTime implements Time {
  private final long behindNs;
  private volatile boolean caughtUp;

  NodeTime(Duration behind) {
    this.behindNs = behind.toNanos();
  }

  /// Lets that much time pass at once.
  void catchUp() {
    caughtUp = true;
  }

  @Override
  public long nanoseconds() {
    long now = Time.SYSTEM.nanoseconds();
    return caughtUp ? now : now - behindNs;
  }

  @Override
  public long milliseconds() {
    return Time.SYSTEM.milliseconds();
  }

  @Override
  public void sleep(long ms) {
    Time.SYSTEM.sleep(ms);
  }

  @Override
  public void waitObject(Object lock, Supplier<Boolean> condition, long deadlineMs) throws InterruptedException {
    Time.SYSTEM.waitObject(lock, condition, deadlineMs);
  }
}
