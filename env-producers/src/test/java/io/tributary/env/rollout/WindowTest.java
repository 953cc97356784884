// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.random.CounterRandom;

import static org.assertj.core.api.Assertions.assertThat;

class WindowTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void shouldOpenExactlyWhileAtMostWindowMinusOneRolloutsAreOutstanding(int size) {
    for (long seed = 0; seed < 20; seed++) {
      Window window = new Window(size);
      long rollout = 1 + CounterRandom.below(seed, 0, 100);
      long published = 0;
      long taken = 0;
      for (int i = 1; i < 200; i++) {
        assertThat(window.outstanding()).isEqualTo(published - taken);
        assertThat(window.isOpen()).as("seed %s, step %s", seed, i).isEqualTo(published - taken <= (size - 1) * rollout);
        if (window.isOpen() && CounterRandom.below(seed, 2 * i, 2) == 0) {
          window.published(rollout);
          published += rollout;
        } else {
          taken += CounterRandom.below(seed, 2 * i + 1, (int) (published - taken) + 1);
          window.taken(taken);
        }
      }
    }
  }

  @Test
  void shouldWaitForAllButTheNewestRolloutsWhereTheirSizesDiffer() {
    Window window = new Window(2);
    window.published(10);
    assertThat(window.isOpen()).isTrue();
    window.published(30);
    window.taken(9);
    assertThat(window.isOpen()).isFalse();
    window.taken(10);
    assertThat(window.isOpen()).isTrue();
    window.published(5);
    window.taken(39);
    assertThat(window.isOpen()).isFalse();
    window.taken(40);
    assertThat(window.isOpen()).isTrue();
  }

  @Test
  void shouldNotWaitForRejectedSteps() {
    Window window = new Window(1);
    window.published(100);
    window.taken(90);
    assertThat(window.isOpen()).isFalse();
    window.rejected(10);
    assertThat(window.isOpen()).isTrue();
    assertThat(window.outstanding()).isZero();
  }

  @Test
  void shouldBeTheSameWindowAfterLostStepsWereForgotten() {
    Window window = new Window(1);
    window.published(100);
    window.taken(60);
    assertThat(window.isOpen()).isFalse();
    window.forget();
    assertThat(window.isOpen()).isTrue();
    window.published(100);
    window.taken(159);
    assertThat(window.isOpen()).isFalse();
    window.taken(160);
    assertThat(window.isOpen()).isTrue();
    assertThat(window.outstanding()).isZero();
  }

  @Test
  void shouldNeverWaitWhereItIsUnbounded() {
    Window window = new Window(Window.UNBOUNDED);
    for (int i = 0; i < 10; i++) {
      assertThat(window.isOpen()).isTrue();
      window.published(1_000);
    }
    assertThat(window.outstanding()).isEqualTo(10_000);
  }

  @Test
  void shouldBeginAnewWhereTheTrainerForgotASilentProducer() {
    Window window = new Window(1);
    window.published(100);
    window.taken(100);
    window.taken(0);
    assertThat(window.isOpen()).isTrue();
    window.published(50);
    assertThat(window.isOpen()).isFalse();
    window.taken(50);
    assertThat(window.isOpen()).isTrue();
    assertThat(window.outstanding()).isZero();
  }
}
