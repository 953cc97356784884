// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BatcherTest {
  private static final long MS = 1_000_000;

  private static BatchSettings bySteps(int steps) {
    return new BatchSettings(steps, 0, 1_000, -1);
  }

  private static Arrival at(long ms, int steps) {
    return new Arrival(0, ms, ms + 1, Experience.trajectory("p/0", ms, steps, 0), steps, ms * MS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldTakePrefixesOfEveryPartitionInArrivalOrder(long seed) {
    Random random = new Random(seed);
    Batcher batcher = new Batcher(bySteps(100));
    Map<Integer, Long> taken = new HashMap<>();
    long[] offsets = new long[4];
    List<Arrival> expected = new ArrayList<>();
    List<Arrival> got = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      int partition = random.nextInt(4);
      Arrival arrival = Experience.arrival(partition, offsets[partition]++, 1 + random.nextInt(40));
      expected.add(arrival);
      batcher.offer(arrival);
      if (batcher.full()) {
        List<Arrival> batch = batcher.take();
        assertThat(batch.stream().mapToInt(Arrival::steps).sum()).isGreaterThanOrEqualTo(100);
        assertThat(batch.stream().limit(batch.size() - 1).mapToInt(Arrival::steps).sum()).isLessThan(100);
        batch.forEach(member -> assertThat(taken.merge(member.partition(), 1L, Long::sum)).isEqualTo(member.offset() + 1));
        got.addAll(batch);
      }
    }
    assertThat(got).isEqualTo(expected.subList(0, got.size()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldFillExactlyInLockStep(long seed) {
    // Rollouts of 2 × 512 steps in pieces of 9 to 20, the last piece of each what is left.
    Random random = new Random(seed);
    Batcher batcher = new Batcher(bySteps(1_024));
    for (int rollout = 0; rollout < 20; rollout++) {
      for (int producer = 0; producer < 2; producer++) {
        for (int left = 512; left > 0;) {
          assertThat(batcher.full()).isFalse();
          int steps = Math.min(left, 9 + random.nextInt(12));
          left -= steps;
          batcher.offer(Experience.arrival(producer, rollout * 1_000L + left, steps));
        }
      }
      assertThat(batcher.full()).isTrue();
      assertThat(batcher.take().stream().mapToInt(Arrival::steps).sum()).isEqualTo(1_024);
      assertThat(batcher.lingered()).isFalse();
      assertThat(batcher.pendingTrajectories()).isZero();
    }
  }

  @Test
  void shouldGoByTrajectoriesWhereAsked() {
    Batcher batcher = new Batcher(new BatchSettings(10, 3, 1_000, -1));
    batcher.offer(at(0, 500));
    batcher.offer(at(1, 1));
    assertThat(batcher.full()).isFalse();
    batcher.offer(at(2, 1));
    batcher.offer(at(3, 1));
    assertThat(batcher.full()).isTrue();
    assertThat(batcher.take()).hasSize(3);
  }

  @Test
  void shouldNotCloseASingleStep() {
    Batcher batcher = new Batcher(new BatchSettings(10, 1, 1_000, -1));
    batcher.beginWaiting(0);
    batcher.offer(at(0, 1));
    assertThat(batcher.full()).isFalse();
    assertThat(batcher.overdue(5_000 * MS)).isFalse();
    batcher.offer(at(1, 1));
    assertThat(batcher.full()).isTrue();
    assertThat(batcher.take()).hasSize(2);
  }

  @Test
  void shouldLingerFromTheFirstArrival() {
    Batcher batcher = new Batcher(bySteps(100));
    batcher.beginWaiting(0);
    assertThat(batcher.overdue(5_000 * MS)).isFalse();
    batcher.offer(at(5_000, 2));
    batcher.offer(at(5_900, 3));
    assertThat(batcher.overdue(5_999 * MS)).isFalse();
    assertThat(batcher.overdueInNs(5_999 * MS)).isEqualTo(MS);
    assertThat(batcher.overdue(6_000 * MS)).isTrue();
    assertThat(batcher.take()).hasSize(2);
    assertThat(batcher.lingered()).isTrue();
  }

  @Test
  void shouldNotTakeALongUpdateForSilence() {
    Batcher batcher = new Batcher(bySteps(100));
    batcher.offer(at(0, 50));
    batcher.beginWaiting(3_000 * MS);
    assertThat(batcher.overdue(3_999 * MS)).isFalse();
    assertThat(batcher.overdue(4_000 * MS)).isTrue();
  }

  @Test
  void shouldWaitHalfAsLongUntilABatchFillsAgain() {
    Batcher batcher = new Batcher(bySteps(100));
    batcher.beginWaiting(0);
    batcher.offer(at(0, 50));
    assertThat(batcher.overdue(1_000 * MS)).isTrue();
    batcher.take();
    batcher.beginWaiting(1_000 * MS);
    batcher.offer(at(1_010, 50));
    assertThat(batcher.overdue(1_509 * MS)).isFalse();
    assertThat(batcher.overdue(1_510 * MS)).isTrue();
    batcher.offer(at(1_020, 50));
    batcher.take();
    assertThat(batcher.lingered()).isFalse();
    batcher.beginWaiting(1_600 * MS);
    batcher.offer(at(1_600, 50));
    assertThat(batcher.overdue(2_599 * MS)).isFalse();
  }
}
