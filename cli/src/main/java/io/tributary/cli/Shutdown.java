// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// Ctrl-C and SIGTERM: the command is asked to stop, drains, and the process ends when it has, or after a limit.
///
/// **Assumptions.** One command runs at a time, on the thread that called {@link #begin}. It alone closes what it opened.
/// **Guarantees.** A request runs the registered actions newest first; where none is registered it interrupts the command's thread, so
/// that no wait outlasts it. The hook returns when the command has, or halts the process after the limit, saying so.
/// **Example.** `try (var asked = shutdown.onRequest(part::close)) { part.await(); }`
public final class Shutdown {
  /// Design §7: SIGTERM drains within 10 seconds; the rest is for the JVM's own end.
  public static final Duration LIMIT = Duration.ofMillis(9_500);

  private final Consumer<Runnable> hooks;
  private final IntConsumer halt;
  private final Consumer<String> say;
  private final Duration limit;
  private final Deque<Runnable> actions = new ArrayDeque<>();
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private Thread command;

  /// @param hooks takes what to run when the process is asked to end
  /// @param halt ends the process at once with a status
  /// @param say tells the user a line
  /// @param limit how long the command may drain
  public Shutdown(Consumer<Runnable> hooks, IntConsumer halt, Consumer<String> say, Duration limit) {
    this.hooks = hooks;
    this.halt = halt;
    this.say = say;
    this.limit = limit;
  }

  static Shutdown ofThisProcess() {
    return new Shutdown(
        hook -> Runtime.getRuntime().addShutdownHook(new Thread(hook, "shutdown")),
        status -> Runtime.getRuntime().halt(status),
        System.err::println,
        LIMIT);
  }

  /// The calling thread's command may be asked to stop from now on.
  void begin() {
    synchronized (this) {
      command = Thread.currentThread();
    }
    hooks.accept(this::asked);
  }

  /// The command has returned: nothing holds the process any longer.
  void end() {
    synchronized (this) {
      command = null;
    }
    finished.countDown();
  }

  /// Whether the process was asked to end.
  public boolean requested() {
    return requested.getCount() == 0;
  }

  /// Waits for `duration`, or until the process is asked to end; returns whether it was.
  public boolean await(Duration duration) throws InterruptedException {
    return requested.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Runs `action` when the process is asked to end, until the returned handle is closed; at once where it was asked already.
  public Registration onRequest(Runnable action) {
    boolean late;
    synchronized (this) {
      actions.push(action);
      late = requested();
    }
    if (late) {
      action.run();
    }
    return () -> {
      synchronized (this) {
        actions.remove(action);
      }
    };
  }

  /// Actions registered now.
  synchronized int actions() {
    return actions.size();
  }

  /// From now until the handle is closed the command looks at {@link #requested} by itself, so it is not interrupted.
  public Registration watched() {
    return onRequest(() -> {});
  }

  /// Ends an {@link #onRequest}.
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private void asked() {
    if (finished.getCount() == 0) {
      return;
    }
    Deque<Runnable> now;
    synchronized (this) {
      requested.countDown();
      now = new ArrayDeque<>(actions);
      if (now.isEmpty() && command != null) {
        command.interrupt();
      }
    }
    now.forEach(this::runQuietly);
    awaitCommand();
  }

  private void runQuietly(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException failed) {
      say.accept("stopping: " + failed.getMessage() + "; the rest is stopped all the same");
    }
  }

  private void awaitCommand() {
    try {
      if (finished.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    say.accept("not drained within " + limit.toMillis() + " ms of the request to stop; ending now; what was not committed is done again next time");
    halt.accept(Exit.FAILED);
  }
}
