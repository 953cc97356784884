// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.pipeline;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import io.tributary.rl.learning.Pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecondThreadTest {
  private final Pair pair = new SecondThread();

  @Test
  void shouldDoBothAtOnce() {
    CyclicBarrier both = new CyclicBarrier(2);
    pair.run(() -> meet(both), () -> meet(both));
    assertThat(both.isBroken()).isFalse();
  }

  @Test
  void shouldDoTheSecondItselfWhereItsThreadIsBusy() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Thread other = Thread.ofPlatform().start(() -> pair.run(() -> await(release), () -> {
      busy.countDown();
      await(release);
    }));
    await(busy);
    AtomicReference<Thread> by = new AtomicReference<>();
    pair.run(() -> { }, () -> by.set(Thread.currentThread()));
    assertThat(by).hasValue(Thread.currentThread());
    release.countDown();
    other.join();
  }

  @Test
  void shouldThrowWhenBothHaveEnded() {
    AtomicInteger ended = new AtomicInteger();
    IllegalStateException first = new IllegalStateException("first");
    ArithmeticException second = new ArithmeticException("second");
    assertThatThrownBy(() -> pair.run(ended::incrementAndGet, () -> {
      ended.incrementAndGet();
      throw second;
    })).isSameAs(second);
    assertThatThrownBy(() -> pair.run(() -> {
      ended.incrementAndGet();
      throw first;
    }, () -> {
      ended.incrementAndGet();
      throw second;
    })).isSameAs(first);
    assertThat(ended).hasValue(4);
  }

  @Test
  void shouldKeepAnInterruptionForAfterwards() {
    AtomicInteger ended = new AtomicInteger();
    CyclicBarrier both = new CyclicBarrier(2);
    Thread caller = Thread.currentThread();
    pair.run(() -> meet(both), () -> {
      meet(both);
      caller.interrupt();
      ended.incrementAndGet();
    });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended).hasValue(1);
  }

  @Test
  @EnabledIf("hasTwoCores")
  void shouldBeSharedWhereThereIsASecondCore() {
    assertThat(SecondThread.SHARED).isInstanceOf(SecondThread.class);
  }

  static boolean hasTwoCores() {
    return Runtime.getRuntime().availableProcessors() > 1;
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody came within 10 s");
      }
    } catch (InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
