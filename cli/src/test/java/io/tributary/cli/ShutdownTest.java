// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShutdownTest {
  private final List<Runnable> hooks = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> halts = Collections.synchronizedList(new ArrayList<>());
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

  private Shutdown shutdown(Duration limit) {
    return new Shutdown(hooks::add, halts::add, said::add, limit);
  }

  @Test
  void shouldRunActionsNewestFirstAndWaitForTheCommand() throws Exception {
    Shutdown shutdown = shutdown(Duration.ofSeconds(30));
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch closed = new CountDownLatch(1);
    Thread command = Thread.ofPlatform().start(() -> {
      shutdown.begin();
      try (var a = shutdown.onRequest(() -> done.add("broker")); var b = shutdown.onRequest(() -> {
        done.add("part");
        closed.countDown();
      })) {
        awaitQuietly(closed);
        done.add("drained");
      } finally {
        shutdown.end();
      }
    });
    while (hooks.isEmpty() || shutdownActions(shutdown) < 2) {
      Thread.onSpinWait();
    }
    hooks.getFirst().run();
    command.join();

    assertThat(done).startsWith("part").contains("broker", "drained");
    assertThat(shutdown.requested()).isTrue();
    assertThat(halts).isEmpty();
  }

  @Test
  void shouldInterruptACommandThatOnlyWaits() throws Exception {
    Shutdown shutdown = shutdown(Duration.ofSeconds(30));
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch waiting = new CountDownLatch(1);
    Thread command = Thread.ofPlatform().start(() -> {
      shutdown.begin();
      waiting.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException asked) {
        interrupted.countDown();
      }
      shutdown.end();
    });
    waiting.await();
    hooks.getFirst().run();
    command.join();

    assertThat(interrupted.getCount()).isZero();
    assertThat(halts).isEmpty();
  }

  @Test
  void shouldHaltACommandThatDoesNotDrainAndSaySo() {
    Shutdown shutdown = shutdown(Duration.ofMillis(20));
    shutdown.begin();
    try (var never = shutdown.onRequest(() -> {
      throw new IllegalStateException("stuck");
    })) {
      hooks.getFirst().run();
      assertThat(never).isNotNull();
    }

    assertThat(halts).containsExactly(Exit.FAILED);
    assertThat(said).anyMatch(line -> line.contains("stuck")).anyMatch(line -> line.startsWith("not drained within 20 ms"));
  }

  @Test
  void shouldDoNothingOnceTheCommandHasReturned() {
    Shutdown shutdown = shutdown(Duration.ofSeconds(30));
    shutdown.begin();
    shutdown.end();
    hooks.getFirst().run();

    assertThat(shutdown.requested()).isFalse();
    assertThat(said).isEmpty();
  }

  @Test
  void shouldRunLateActionsAtOnce() throws Exception {
    Shutdown shutdown = shutdown(Duration.ofMillis(1));
    shutdown.begin();
    Thread.interrupted();
    try (var first = shutdown.onRequest(() -> {})) {
      hooks.getFirst().run();
      List<String> done = new ArrayList<>();
      try (var late = shutdown.onRequest(() -> done.add("late"))) {
        assertThat(done).containsExactly("late");
        assertThat(late).isNotSameAs(first);
      }
      assertThat(shutdown.await(Duration.ofSeconds(30))).isTrue();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  private static int shutdownActions(Shutdown shutdown) {
    return shutdown.actions();
  }
}
