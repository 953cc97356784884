// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import io.tributary.runs.RunException;

/// Commits versions in the background, so that training does not wait for the log: what gathers during one transaction is the next
/// one's group.
///
/// **Guarantees.** Versions are committed in the order they were published. At most so many are uncommitted; [#publish] waits beyond
/// that. After a failure, an `Error` among them, the queue is dropped and nothing is committed any more: the caller has to restore.
final class CommitThread implements Publisher {
  private final GroupCommit commit;
  private final Consumer<List<Publication>> committed;
  private final Consumer<RuntimeException> failed;
  private final int maxUncommitted;
  private final Deque<Publication> queue = new ArrayDeque<>();
  private final Thread thread;
  private int uncommitted;
  private boolean draining;
  private RuntimeException failure;

  /// @param committed told of every group that is in the log
  /// @param failed told of the failure that ended committing
  CommitThread(GroupCommit commit, int maxUncommitted, Consumer<List<Publication>> committed, Consumer<RuntimeException> failed) {
    this.commit = commit;
    this.maxUncommitted = maxUncommitted;
    this.committed = committed;
    this.failed = failed;
    this.thread = Thread.ofPlatform().name("trainer-commit").daemon().unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  @Override
  public synchronized void publish(Publication publication) throws InterruptedException {
    while (failure == null && uncommitted >= maxUncommitted) {
      wait();
    }
    requireWorking();
    queue.add(publication);
    uncommitted++;
    notifyAll();
  }

  /// Commits what is queued, then stops.
  ///
  /// @return whether everything is in the log
  /// @throws RuntimeException what ended committing before
  boolean drain(Duration limit) throws InterruptedException {
    synchronized (this) {
      draining = true;
      notifyAll();
    }
    boolean ended = thread.join(limit);
    synchronized (this) {
      requireWorking();
      return ended && uncommitted == 0;
    }
  }

  /// Stops now: what is queued is dropped.
  void abandon() {
    synchronized (this) {
      draining = true;
      queue.clear();
      notifyAll();
    }
    thread.interrupt();
  }

  private void work() {
    try {
      for (List<Publication> group = nextGroup(); !group.isEmpty(); group = nextGroup()) {
        commit.commit(group);
        committed.accept(group);
        done(group.size());
      }
    } catch (InterruptedException abandoned) {
      fail(new IllegalStateException("committing was abandoned", abandoned));
    } catch (RuntimeException broken) {
      fail(broken);
    } catch (Throwable broken) {
      // An Error too: nobody would wake whoever waits for the queue.
      fail(new RunException("run " + commit.run() + ": committing broke: " + broken + "; expected versions to be committed; the trainer stops,"
          + " and the next start goes on from what is in the log", broken));
    }
  }

  private synchronized List<Publication> nextGroup() throws InterruptedException {
    while (queue.isEmpty() && !draining) {
      wait();
    }
    List<Publication> group = List.copyOf(queue);
    queue.clear();
    return group;
  }

  private synchronized void done(int versions) {
    uncommitted -= versions;
    notifyAll();
  }

  private void fail(RuntimeException broken) {
    synchronized (this) {
      failure = broken;
      queue.clear();
      notifyAll();
    }
    failed.accept(broken);
  }

  private void requireWorking() {
    if (failure != null) {
      throw failure;
    }
  }
}
