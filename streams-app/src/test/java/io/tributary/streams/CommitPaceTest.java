// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CommitPaceTest {
  private static final int LONGEST_WAIT_MS = 20;

  @Test
  void shouldAskAtOnceForWhatCompletesTheBatchAndCountAnew() {
    CommitPace pace = pace(new AwaitedBatch(64, 0), 1, 1);
    assertThat(trajectory(pace, 32, 0)).isFalse();
    assertThat(trajectory(pace, 31, 1)).isFalse();
    assertThat(trajectory(pace, 1, 2)).isTrue();
    assertThat(trajectory(pace, 63, 3)).isFalse();
    assertThat(trajectory(pace, 40, 4)).isTrue();
    assertThat(trajectory(pace, 40, 6)).as("what is too much belongs to the batch it completes").isFalse();
  }

  @Test
  void shouldNotAskAgainForWhatTheSameRecordMadeBesides() {
    CommitPace pace = pace(new AwaitedBatch(64, 0), 1, 1);
    pace.trajectory(64, 0);
    pace.result(0);
    assertThat(pace.isDue(0)).isTrue();
    assertThat(pace.isWaiting()).isFalse();
    assertThat(pace.isDue(LONGEST_WAIT_MS)).isFalse();
  }

  @Test
  void shouldCommitSeveralSmallBatchesTogether() {
    CommitPace pace = pace(new AwaitedBatch(64, 0), 1, 1);
    assertThat(trajectory(pace, 64, 10)).isTrue();
    assertThat(trajectory(pace, 64, 11)).isFalse();
    assertThat(trajectory(pace, 64, 11)).isFalse();
    assertThat(pace.isWaiting()).isTrue();
    assertThat(pace.isDue(12)).as("no others came").isTrue();
    assertThat(pace.isDue(14)).isFalse();
  }

  @Test
  void shouldCountTrajectoriesWhereTheTrainerDoes() {
    CommitPace pace = pace(new AwaitedBatch(1, 3), 1, 1);
    assertThat(trajectory(pace, 500, 0)).isFalse();
    assertThat(trajectory(pace, 500, 1)).isFalse();
    assertThat(trajectory(pace, 500, 2)).isTrue();
  }

  @Test
  void shouldAwaitOnlyThePartOfItsOwnPartitions() {
    CommitPace pace = pace(new AwaitedBatch(100, 0), 3, 4);
    assertThat(trajectory(pace, 74, 0)).isFalse();
    assertThat(trajectory(pace, 1, 1)).isTrue();
    pace.taskEnds();
    pace.taskEnds();
    assertThat(trajectory(pace, 24, 2)).isFalse();
    assertThat(trajectory(pace, 1, 3)).isTrue();
  }

  @Test
  void shouldAskOnceForResultsThatHaveWaitedTheIntervalFromTheFirstOn() {
    CommitPace pace = pace(new AwaitedBatch(64, 0), 1, 1);
    assertThat(pace.isDue(1_000)).as("nothing waits").isFalse();
    assertThat(trajectory(pace, 32, 1_000)).isFalse();
    assertThat(result(pace, 1_015)).isFalse();
    assertThat(pace.isDue(1_019)).isFalse();
    assertThat(pace.isDue(1_020)).isTrue();
    assertThat(pace.isDue(1_021)).isFalse();
    assertThat(result(pace, 1_030)).isFalse();
    assertThat(result(pace, 1_050)).isTrue();
  }

  @Test
  void shouldCountAnewWhereResultsWaitWhileNoOthersCome() {
    CommitPace steady = pace(new AwaitedBatch(64, 0), 1, 1);
    assertThat(trajectory(steady, 32, 1_000)).isFalse();
    assertThat(trajectory(steady, 8, 1_011)).isFalse();
    assertThat(steady.isDue(1_020)).as("committed in the middle of a batch").isTrue();
    assertThat(trajectory(steady, 24, 1_022)).as("the batch is complete").isTrue();

    CommitPace silent = pace(new AwaitedBatch(64, 0), 1, 1);
    assertThat(trajectory(silent, 40, 1_000)).isFalse();
    assertThat(silent.isDue(1_020)).isTrue();
    assertThat(trajectory(silent, 24, 1_022)).as("the count was wrong").isFalse();
    assertThat(trajectory(silent, 40, 1_023)).isTrue();
  }

  @Test
  void shouldLeaveAnUnknownBatchToTheInterval() {
    CommitPace pace = pace(AwaitedBatch.unknown(), 1, 1);
    assertThat(List.of(trajectory(pace, 1_000_000, 0), trajectory(pace, 1_000_000, 1))).containsOnly(false);
    assertThat(pace.isDue(LONGEST_WAIT_MS)).isTrue();
  }

  @Test
  void shouldRefuseABatchOfNothing() {
    assertThatThrownBy(() -> new AwaitedBatch(0, 0)).hasMessage("a batch of 0 steps or 0 trajectories is awaited; expected at least 1 and 0");
  }

  private static boolean trajectory(CommitPace pace, int count, long nowMs) {
    pace.trajectory(count, nowMs);
    return pace.isDue(nowMs);
  }

  private static boolean result(CommitPace pace, long nowMs) {
    pace.result(nowMs);
    return pace.isDue(nowMs);
  }

  private static CommitPace pace(AwaitedBatch awaited, int tasks, int partitions) {
    CommitPace pace = new CommitPace(awaited, LONGEST_WAIT_MS, partitions);
    for (int i = 0; i < tasks; i++) {
      pace.taskBegins();
    }
    return pace;
  }
}
