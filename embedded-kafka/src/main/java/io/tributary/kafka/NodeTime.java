// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.lang.StackWalker.StackFrame;
import java.time.Duration;
import java.util.function.Supplier;

import org.apache.kafka.common.utils.Time;
import org.apache.kafka.controller.ClusterControlManager;

/// The system's clock, but for one reading: the one by which a controller taking office dates the last sign of the brokers it knows.
///
/// After a crash Kafka's controller grants the dead broker one session time-out from taking office, and the new broker waits for its end
/// (9 s by default). In general that is right: the old one may still be out there. Here the directory's lock says that it is gone, so
/// its last sign is dated longer ago than a session. Moving the whole clock would do as well, but then every event under way at that
/// moment is logged as having taken as long.
final class NodeTime implements Time {
  private static final StackWalker STACK = StackWalker.getInstance();

  private final long longAgoNs;
  private volatile boolean starting = true;

  /// @param session how long a broker counts as alive after its last sign
  NodeTime(Duration session) {
    this.longAgoNs = session.plusSeconds(1).toNanos();
  }

  /// The broker has been registered: no reading is looked at any more.
  void started() {
    starting = false;
  }

  @Override
  public long nanoseconds() {
    long now = Time.SYSTEM.nanoseconds();
    return starting && STACK.walk(frames -> frames.skip(1).findFirst().filter(NodeTime::takesOffice).isPresent()) ? now - longAgoNs : now;
  }

  private static boolean takesOffice(StackFrame reader) {
    return reader.getMethodName().equals("activate") && reader.getClassName().equals(ClusterControlManager.class.getName());
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
