// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.tributary.rl.experience.Trajectory;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.SkippedTrajectory;
import io.tributary.trainer.TakenBatch.ProducerSession;

import static io.tributary.trainer.Experience.arrival;
import static io.tributary.trainer.Experience.trajectory;
import static org.assertj.core.api.Assertions.assertThat;

class TakenBatchTest {
  private static TakenBatch taken(List<Arrival> members, long maxLag, long parent) {
    return TakenBatch.of(members, arrival -> new Staleness(maxLag).reasonToSkip(arrival.trajectory(), parent), false);
  }

  @Test
  void shouldOrderByPartitionAndOffsetWhateverArrivedFirst() {
    List<Arrival> members = List.of(arrival(1, 7, 3), arrival(0, 4, 3), arrival(1, 8, 3), arrival(0, 9, 3));
    assertThat(taken(members, -1, 0).learned())
        .containsExactly(members.get(1).trajectory(), members.get(3).trajectory(), members.get(0).trajectory(), members.get(2).trajectory());
  }

  @Test
  void shouldReachBehindTheLastRecordOfEachPartitionWithNews() {
    Arrival beforeMarker = new Arrival(2, 10, 12, trajectory("p/2", 0, 3, 0), 1, 0);
    assertThat(taken(List.of(arrival(0, 4, 3), arrival(0, 5, 3), beforeMarker), -1, 0).positions()).isEqualTo(Map.of(0, 6L, 2, 12L));
  }

  @Test
  void shouldSkipWhatIsTooOldOrFromTheFuture() {
    List<Arrival> members = List.of(
        arrival(0, 0, trajectory("p/0", 0, 5, 6)),
        arrival(0, 1, trajectory("p/0", 1, 5, 7)),
        arrival(0, 2, trajectory("p/0", 2, 5, 11)),
        arrival(0, 3, trajectory("p/0", 3, 5, -1)));
    TakenBatch batch = taken(members, 3, 10);
    assertThat(batch.skipped()).containsExactly(
        new SkippedTrajectory(0, 0, 5, "version-lag"), new SkippedTrajectory(0, 2, 5, "future-version"));
    assertThat(batch.learned()).containsExactly(members.get(1).trajectory(), members.get(3).trajectory());
    assertThat(batch.positions()).isEqualTo(Map.of(0, 4L));
  }

  @Test
  void shouldSkipASingleRemainingStep() {
    TakenBatch batch = taken(List.of(arrival(0, 0, trajectory("p/0", 0, 1, 10)), arrival(0, 1, trajectory("p/0", 1, 9, 2))), 3, 10);
    assertThat(batch.learned()).isEmpty();
    assertThat(batch.skipped()).extracting(SkippedTrajectory::reason).containsExactlyInAnyOrder("single-step", "version-lag");
  }

  @Test
  void shouldCountStepsOfEachProducerAndSessionSkippedOnesIncluded() {
    List<Arrival> members = List.of(
        arrival(0, 0, trajectory("a/0", 1, 0, 5, 0)),
        arrival(0, 1, trajectory("a/1", 1, 0, 6, 0)),
        arrival(0, 2, trajectory("a/1", 2, 0, 7, 10)),
        arrival(0, 3, trajectory("lone", 1, 0, 8, 10)));
    assertThat(taken(members, 3, 10).stepsByProducer()).isEqualTo(
        Map.of(new ProducerSession("a", 1), 11L, new ProducerSession("a", 2), 7L, new ProducerSession("lone", 1), 8L));
  }

  @Test
  void shouldNameLostOffsetsAndReachBeyondThem() {
    TakenBatch batch = taken(List.of(arrival(0, 9, 3)), -1, 0).afterLoss(List.of(new OffsetRange(0, 2, 9), new OffsetRange(1, 5, 8)));
    assertThat(batch.skipped()).containsExactly(
        new SkippedTrajectory(0, 2, 0, "lost-until-9"), new SkippedTrajectory(1, 5, 0, "lost-until-8"));
    assertThat(batch.positions()).isEqualTo(Map.of(0, 10L, 1, 8L));
  }

  @Test
  void shouldGiveTheLagOverSteps() {
    List<Trajectory> learned = List.of(trajectory("p/0", 0, 30, 8), trajectory("p/0", 1, 10, 6), trajectory("p/0", 2, 500, -1));
    assertThat(Lags.of(learned, 10)).isEqualTo(new Lags(40, 100, 4));
    assertThat(Lags.of(learned, 10).mean()).isEqualTo(2.5);
    assertThat(Lags.of(List.of(), 10).mean()).isZero();
  }

  @Test
  void shouldRecordWhateverReasonTheAlgorithmGives() {
    TakenBatch batch = TakenBatch.of(List.of(arrival(0, 0, 3), arrival(0, 1, 3)),
        arrival -> arrival.offset() == 0 ? Optional.of("no log-probabilities") : Optional.empty(), true);
    assertThat(batch.skipped()).containsExactly(new SkippedTrajectory(0, 0, 3, "no log-probabilities"));
    assertThat(batch.lingered()).isTrue();
  }
}
