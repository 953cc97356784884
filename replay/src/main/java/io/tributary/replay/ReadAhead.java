// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

import io.tributary.runs.RunException;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.trainer.Arrival;
import io.tributary.trainer.ExpiredTrajectoriesException;
import io.tributary.trainer.RecordedBatch;
import io.tributary.trainer.TrajectoryLog;
import io.tributary.trainer.UndecodableTrajectoryException;

/// Reads versions and what they were made from on a thread of its own, ahead of the one that learns.
///
/// **Guarantees.** Everything comes in the order of the log. At most 64 MiB of encoded trajectories and parameters wait, or one version if that alone is more.
final class ReadAhead implements AutoCloseable {
  private static final long LIMIT_BYTES = 64L << 20;
  private static final long CLOSE_MS = 5_000;

  /// What is read, made on the reading thread and closed there.
  interface Log extends TrajectoryLog, AutoCloseable {
    /// Looks at a trajectory; called once for each, in their order.
    void look(Arrival arrival);

    /// All versions have come by.
    ///
    /// @param last of them
    default void after(PolicySnapshot last) {}

    @Override
    void close();
  }

  private final Supplier<RecordedVersions> versions;
  private final Supplier<Log> logs;
  private final LongPredicate snapshotAlone;
  private final Deque<RecordedVersion> waiting = new ArrayDeque<>();
  private final Thread thread = Thread.ofPlatform().name("replay-read").daemon().unstarted(this::work);
  private long bytes;
  private boolean ended;
  private RuntimeException failure;

  /// @param versions which
  /// @param logs where their trajectories are
  /// @param snapshotAlone versions whose trajectories are not asked for
  ReadAhead(Supplier<RecordedVersions> versions, Supplier<Log> logs, LongPredicate snapshotAlone) {
    this.versions = versions;
    this.logs = logs;
    this.snapshotAlone = snapshotAlone;
    thread.start();
  }

  /// The next version, waited for; empty after the last.
  ///
  /// @throws RuntimeException what ended reading
  synchronized Optional<RecordedVersion> peek() throws InterruptedException {
    while (waiting.isEmpty() && !ended) {
      wait();
    }
    if (waiting.isEmpty() && failure != null) {
      throw failure;
    }
    return Optional.ofNullable(waiting.peek());
  }

  /// Goes on to the one after it.
  synchronized void remove() {
    bytes -= waiting.remove().bytes();
    notifyAll();
  }

  private void work() {
    try (RecordedVersions recorded = versions.get(); Log log = logs.get()) {
      PolicySnapshot last = null;
      while (recorded.hasNext()) {
        last = recorded.next();
        put(read(last, log));
      }
      if (last != null) {
        log.after(last);
      }
      end(null);
    } catch (InterruptedException closed) {
      end(new RunException("the replay was ended", closed));
    } catch (RunException failed) {
      end(failed);
    } catch (Throwable broken) {
      // Errors too: the learning thread would wait for ever.
      end(new RunException("reading the log failed: " + broken + "; the replay stops", broken));
    }
  }

  private RecordedVersion read(PolicySnapshot snapshot, Log log) {
    if (snapshotAlone.test(snapshot.version())) {
      return new RecordedVersion(snapshot, null, null, null);
    }
    try {
      RecordedBatch batch = RecordedBatch.read(snapshot, log);
      batch.members().forEach(log::look);
      return new RecordedVersion(snapshot, batch, null, null);
    } catch (ExpiredTrajectoriesException gone) {
      return new RecordedVersion(snapshot, null, gone.getMessage(), null);
    } catch (UndecodableTrajectoryException | IllegalArgumentException broken) {
      return new RecordedVersion(snapshot, null, null, broken.getMessage());
    }
  }

  private synchronized void put(RecordedVersion version) throws InterruptedException {
    while (bytes > 0 && bytes + version.bytes() > LIMIT_BYTES) {
      wait();
    }
    waiting.add(version);
    bytes += version.bytes();
    notifyAll();
  }

  private synchronized void end(RuntimeException why) {
    failure = why;
    ended = true;
    notifyAll();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(CLOSE_MS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
