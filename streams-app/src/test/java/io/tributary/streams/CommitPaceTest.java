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
    assertThat(pace.trajectory(32, 0)).isFalse();
    assertThat(pace.trajectory(31, 1)).isFalse();
    assertThat(pace.trajectory(1, 2)).isTrue();
    assertThat(pace.trajectory(63, 3)).isFalse();
    assertThat(pace.trajectory(40, 4)).isTrue();
    assertThat(pace.trajectory(40, 5)).as("what is too much belongs to the batch it completes").isFalse();
  }

  @Test
  void shouldCountTrajectoriesWhereTheTrainerDoes() {
    CommitPace pace = pace(new AwaitedBatch(1, 3), 1, 1);
    assertThat(pace.trajectory(500, 0)).isFalse();
    assertThat(pace.trajectory(500, 1)).isFalse();
    assertThat(pace.trajectory(500, 2)).isTrue();
  }

  @Test
  void shouldAwaitOnlyThePartOfItsOwnPartitions() {
    CommitPace pace = pace(new AwaitedBatch(100, 0), 3, 4);
    assertThat(pace.trajectory(74, 0)).isFalse();
    assertThat(pace.trajectory(1, 1)).isTrue();
    pace.taskEnds();
    pace.taskEnds();
    assertThat(pace.trajectory(24, 2)).isFalse();
    assertThat(pace.trajectory(1, 3)).isTrue();
  }

  @Test
  void shouldAskOnceForResultsThatHaveWaitedTheIntervalFromTheFirstOn() {
    CommitPace pace = pace(new AwaitedBatch(64, 0), 1, 1);
    assertThat(pace.isOverdue(1_000)).as("nothing waits").isFalse();
    assertThat(pace.trajectory(32, 1_000)).isFalse();
    assertThat(pace.other(1_015)).isFalse();
    assertThat(pace.isOverdue(1_019)).isFalse();
    assertThat(pace.isOverdue(1_020)).isTrue();
    assertThat(pace.isOverdue(1_021)).isFalse();
    assertThat(pace.other(1_030)).isFalse();
    assertThat(pace.other(1_050)).isTrue();
  }

  @Test
  void shouldCountAnewWhereResultsWaitWhileNoOthersCome() {
    CommitPace steady = pace(new AwaitedBatch(64, 0), 1, 1);
    assertThat(steady.trajectory(32, 1_000)).isFalse();
    assertThat(steady.trajectory(8, 1_011)).isFalse();
    assertThat(steady.isOverdue(1_020)).as("committed in the middle of a batch").isTrue();
    assertThat(steady.trajectory(24, 1_021)).as("the batch is complete").isTrue();

    CommitPace silent = pace(new AwaitedBatch(64, 0), 1, 1);
    assertThat(silent.trajectory(40, 1_000)).isFalse();
    assertThat(silent.isOverdue(1_020)).isTrue();
    assertThat(silent.trajectory(24, 1_021)).as("the count was wrong").isFalse();
    assertThat(silent.trajectory(40, 1_022)).isTrue();
  }

  @Test
  void shouldLeaveAnUnknownBatchToTheInterval() {
    CommitPace pace = pace(AwaitedBatch.unknown(), 1, 1);
    assertThat(List.of(pace.trajectory(1_000_000, 0), pace.trajectory(1_000_000, 1))).containsOnly(false);
    assertThat(pace.isOverdue(LONGEST_WAIT_MS)).isTrue();
  }

  @Test
  void shouldRefuseABatchOfNothing() {
    assertThatThrownBy(() -> new AwaitedBatch(0, 0)).hasMessage("a batch of 0 steps or 0 trajectories is awaited; expected at least 1 and 0");
  }

  private static CommitPace pace(AwaitedBatch awaited, int tasks, int partitions) {
    CommitPace pace = new CommitPace(awaited, LONGEST_WAIT_MS, partitions);
    for (int i = 0; i < tasks; i++) {
      pace.taskBegins();
    }
    return pace;
  }
}
