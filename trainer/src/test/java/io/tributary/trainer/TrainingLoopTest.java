// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Algorithm;
import io.tributary.rl.learning.Batch;
import io.tributary.rl.learning.Metric;
import io.tributary.rl.learning.Metrics;
import io.tributary.rl.learning.StopReason;
import io.tributary.rl.learning.Update;
import io.tributary.schemas.SkippedTrajectory;

import static io.tributary.trainer.Experience.arrival;
import static io.tributary.trainer.Experience.trajectory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrainingLoopTest {
  private final List<Publication> published = new ArrayList<>();
  private long nowNs;

  private Agent run(Algorithm algorithm, TrainerSettings settings, TakenBatch... batches) throws InterruptedException {
    Iterator<TakenBatch> left = Stream.of(batches).iterator();
    BatchSource source = version -> {
      nowNs += 7_000_000;
      return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
    };
    Learning learning = new Learning(algorithm, Experience.SPACES, () -> nowNs, () -> 42);
    return new TrainingLoop(source, learning, published::add).run(algorithm.initial(1), Progress.start(2), settings.budget());
  }

  private static TakenBatch batch(long offset, long version) {
    return TakenBatch.of(List.of(arrival(0, offset, trajectory("p/0", offset, 20, version))),
        arrival -> new Staleness(2).reasonToSkip(arrival.trajectory(), version + 3), false);
  }

  private static TakenBatch fresh(long offset) {
    return of(arrival(0, offset, trajectory("p/0", offset, 20, 0)));
  }

  private static TakenBatch of(Arrival... members) {
    return TakenBatch.of(List.of(members), arrival -> Optional.empty(), false);
  }

  @Test
  void shouldPublishOneVersionForEachBatch() throws Exception {
    Agent last = run(new ToyAlgorithm(), TrainerSettings.defaults(), fresh(0), fresh(1), fresh(2));
    assertThat(published).extracting(Publication::version).containsExactly(1L, 2L, 3L);
    assertThat(last.stepsTrained()).isEqualTo(60);
    assertThat(last).isSameAs(published.get(2).agent());
  }

  @Test
  void shouldPublishASkippedBatchAsTheParentUnderItsOwnVersion() throws Exception {
    run(new ToyAlgorithm(), TrainerSettings.defaults(), fresh(0), batch(1, 0));
    Update skipped = published.get(1).update();
    assertThat(skipped.stopReason()).isEqualTo(StopReason.SKIPPED);
    assertThat(skipped.agent().version()).isEqualTo(2);
    assertThat(skipped.agent().policy()).isSameAs(published.get(0).agent().policy());
    assertThat(skipped.metrics().get(Metric.LAG_MEAN)).isEmpty();
    assertThat(published.get(1).progress().position(0)).isEqualTo(2);
  }

  @Test
  void shouldFillTheFiguresOnlyTheTrainerKnows() throws Exception {
    run(new ToyAlgorithm(), TrainerSettings.defaults(), fresh(0), fresh(1));
    Metrics metrics = published.get(1).update().metrics();
    assertThat(metrics.get(Metric.WAIT_MS)).hasValue(7);
    assertThat(metrics.get(Metric.UPDATE_MS)).hasValue(0);
    assertThat(metrics.get(Metric.CONSUMER_LAG)).hasValue(42);
    assertThat(metrics.get(Metric.LAG_MAX)).hasValue(1);
    assertThat(metrics.get(Metric.STEPS_TRAINED)).hasValue(40);
    assertThat(metrics.get(Metric.EPISODES)).hasValue(1);
    double total = 0;
    for (float reward : trajectory("p/0", 1, 20, 0).columns().rewards()) {
      total += reward;
    }
    assertThat(metrics.get(Metric.EPISODE_RETURN_MEAN)).hasValue(total);
  }

  @Test
  void shouldStopAtTheBudget() throws Exception {
    assertThat(run(new ToyAlgorithm(), TrainerSettings.defaults().stoppingAfter(30, 0), fresh(0), fresh(1), fresh(2)).version()).isEqualTo(2);
    assertThat(run(new ToyAlgorithm(), TrainerSettings.defaults().stoppingAfter(0, 1), fresh(0), fresh(1)).version()).isEqualTo(1);
  }

  /// Whatever holds such an action is unfit; a batch of it and others is learned from without it.
  private static final class Squeamish extends ToyAlgorithm {
    private final Predicate<Batch> unfit;

    Squeamish(Predicate<Batch> unfit) {
      this.unfit = unfit;
    }

    @Override
    public Update update(Agent parent, Batch batch) {
      Update update = super.update(parent, batch);
      return unfit.test(batch) ? new Update(update.agent(), new Metrics().put(Metric.POLICY_LOSS, Double.NaN), 1, update.stopReason()) : update;
    }
  }

  private static boolean holdsEpisode(Batch batch, long episode) {
    for (int i = 0; i < batch.trajectories(); i++) {
      if (batch.trajectory(i).first().episode() == episode) {
        return true;
      }
    }
    return false;
  }

  @Test
  void shouldLearnFromTheOthersWhereOneTrajectoryIsUnfit() throws Exception {
    TakenBatch batch = of(arrival(0, 0, trajectory("p/0", 1, 9, 0)), arrival(0, 1, trajectory("p/0", 2, 1, 0)), arrival(0, 2, trajectory("p/0", 3, 7, 0)));
    Agent last = run(new Squeamish(rows -> holdsEpisode(rows, 2)), TrainerSettings.defaults(), batch);
    assertThat(last.version()).isEqualTo(1);
    assertThat(published.getFirst().batch().skipped()).containsExactly(new SkippedTrajectory(0, 1, 1, SkippedTrajectory.UNFIT));
    assertThat(published.getFirst().batch().learned()).extracting(t -> t.first().episode()).containsExactly(1L, 3L);
    assertThat(published.getFirst().update().stopReason()).isNotEqualTo(StopReason.SKIPPED);
    // What an algorithm that never saw it makes of the rest.
    assertThat(last.policy().parameters()).containsExactly(new ToyAlgorithm().update(new ToyAlgorithm().initial(1),
        new Batch(Experience.SPACES).fill(published.getFirst().batch().learned())).agent().policy().parameters());
  }

  @Test
  void shouldSkipABatchWholeWhereNoTrajectoryAloneExplainsIt() throws Exception {
    TakenBatch batch = of(arrival(0, 0, trajectory("p/0", 1, 9, 0)), arrival(0, 1, trajectory("p/0", 2, 5, 0)));
    Agent last = run(new Squeamish(rows -> rows.trajectories() == 2 && holdsEpisode(rows, 1) && holdsEpisode(rows, 2)), TrainerSettings.defaults(), batch);
    assertThat(published.getFirst().batch().skipped()).containsExactly(new SkippedTrajectory(0, 0, 9, SkippedTrajectory.UNFIT),
        new SkippedTrajectory(0, 1, 5, SkippedTrajectory.UNFIT));
    assertThat(published.getFirst().update().stopReason()).isEqualTo(StopReason.SKIPPED);
    assertThat(last.policy().parameters()).containsExactly(new ToyAlgorithm().initial(1).policy().parameters());
  }

  @Test
  void shouldStopWhereNothingCanBeLearnedBatchAfterBatch() {
    TakenBatch[] batches = IntStream.range(0, 2 * Salvage.MOST_IN_A_ROW).mapToObj(TrainingLoopTest::fresh).toArray(TakenBatch[]::new);
    assertThatThrownBy(() -> run(new Squeamish(rows -> rows.trajectory(0).first().episode() > 2), TrainerSettings.defaults(), batches))
        .isInstanceOf(UnfitUpdateException.class).hasMessageContaining("policyLoss is NaN").hasMessageContaining("20 batches in a row");
    assertThat(published.getLast().update().stopReason()).isEqualTo(StopReason.SKIPPED);
  }

  @Test
  void shouldNeverPublishAParameterThatIsNoNumber() throws Exception {
    Algorithm broken = new ToyAlgorithm() {
      @Override
      public Update update(Agent parent, Batch batch) {
        Update update = super.update(parent, batch);
        update.agent().policy().parameters()[3] = Float.POSITIVE_INFINITY;
        return update;
      }
    };
    var _ = run(broken, TrainerSettings.defaults(), fresh(0));
    assertThat(published.getFirst().update().stopReason()).isEqualTo(StopReason.SKIPPED);
    assertThat(published.getFirst().agent().policy().parameters()).doesNotContain(Float.POSITIVE_INFINITY);
  }
}
