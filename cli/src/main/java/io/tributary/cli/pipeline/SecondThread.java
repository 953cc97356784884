// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.pipeline;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

import io.tributary.rl.learning.Pair;

/// Does the second piece of work on a thread of its own, which all learners of this process share. A caller that is done with its first one before that thread
/// has begun with the second does it itself, so that nobody waits for a thread that has no time.
///
/// A caller's interruption waits until both are done: half an update is of no use to anybody.
final class SecondThread implements Pair {
  /// Of this process. It sleeps while there is nothing to do, and ends with the process.
  static final Pair SHARED = Runtime.getRuntime().availableProcessors() > 1 ? new SecondThread() : Pair.IN_TURN;

  private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("trainer-second").factory());

  SecondThread() {}

  @Override
  public void run(Runnable first, Runnable second) {
    FutureTask<Void> beside = new FutureTask<>(second, null);
    thread.execute(beside);
    try {
      first.run();
    } finally {
      beside.run(); // does nothing where it has begun
      finish(beside);
    }
    rethrow(beside);
  }

  private static void finish(FutureTask<Void> task) {
    boolean interrupted = false;
    while (task.state() == FutureTask.State.RUNNING) {
      try {
        var _ = task.get();
      } catch (InterruptedException _) {
        interrupted = true;
      } catch (ExecutionException _) {
        break; // told by whoever asks for the outcome
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void rethrow(FutureTask<Void> task) {
    if (task.state() != FutureTask.State.FAILED) {
      return;
    }
    Throwable thrown = task.exceptionNow();
    if (thrown instanceof Error broken) {
      throw broken;
    }
    throw (RuntimeException) thrown;
  }
}
