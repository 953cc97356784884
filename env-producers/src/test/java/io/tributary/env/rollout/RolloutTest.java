// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.tributary.env.Environment;
import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.policy.Actor;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.PolicyState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RolloutTest {
  private static final int ROLLOUTS = 4;

  @ParameterizedTest
  @CsvSource({
      "CHOICE, false, 3, 10, 0, 4, 1",
      "CHOICE, true, 5, 7, 0, 3, 2",
      "CHOICES, true, 2, 12, 0, 32, 3",
      "CHOICES, false, 1, 1, 0, 1, 4",
      "NUMBERS, false, 4, 9, 0, 5, 5",
      "NUMBERS, false, 3, 1, 2, 4, 6",
      "CHOICE, true, 4, 1, 3, 1, 7",
      "CHOICE, false, 6, 40, 0, 12, 8",
      "EXPLORING, false, 4, 9, 0, 5, 9",
      "EXPLORING, false, 3, 1, 2, 4, 10",
      "EXPLORING, false, 2, 30, 0, 1, 11"})
  void shouldRecordExactlyWhatOneStepAfterTheOtherGives(RandomWalk.Kind kind, boolean masked, int n, int steps, int episodes, int recordSteps,
      long seed) {
    RolloutSettings settings = new RolloutSettings(n, steps, episodes, recordSteps);
    Origin origin = origin("walker", 100 + seed, seed, 0);
    List<List<Steps>> rollouts = play(kind, masked, settings, origin);

    for (int lane = 0; lane < n; lane++) {
      StepByStep oracle = new StepByStep(new RandomWalk(kind, masked), origin, lane, architecture(kind), recordSteps);
      for (int r = 0; r < ROLLOUTS; r++) {
        oracle.rollout(r, version(r), policy(kind, r), steps, episodes);
      }
      requireEqual(oracle.seen(), ofLane(rollouts, lane), origin, recordSteps);
    }
    long recorded = rollouts.stream().flatMap(List::stream).mapToLong(Steps::count).sum();
    assertThat(recorded).isEqualTo(episodes > 0 ? recorded : (long) ROLLOUTS * settings.stepsPerRollout());
  }

  /// Each record is a run of truths, and each ends where it must and nowhere else.
  private static void requireEqual(List<StepByStep.Truth> truths, List<Steps> records, Origin origin, int recordSteps) {
    int at = 0;
    for (Steps record : records) {
      Columns columns = record.columns();
      StepByStep.Truth first = truths.get(at);
      assertThat(record.count()).isBetween(1, recordSteps);
      assertThat(record.first().session()).isEqualTo(origin.session());
      assertThat(record.first().episode()).isEqualTo(first.episode());
      assertThat(record.first().index()).isEqualTo(first.index());
      assertThat(record.returnBefore()).isEqualTo(first.returnBefore());
      assertThat(record.policyVersion()).isEqualTo(first.version());
      assertThat(record.purpose()).isEqualTo(Purpose.TRAIN);
      assertThat(columns.values()).hasSize(record.count() + 1);
      boolean anyClipped = false;
      for (int t = 0; t < record.count(); t++) {
        StepByStep.Truth truth = truths.get(at + t);
        assertThat(truth.episode()).isEqualTo(first.episode());
        assertThat(truth.version()).isEqualTo(first.version());
        assertThat(truth.ending() == Ending.CONTINUES || t == record.count() - 1).as("an ending inside a record").isTrue();
        assertThat(row(columns.observations(), t, record.count())).isEqualTo(truth.observation());
        assertThat(columns.rewards()[t]).isEqualTo(truth.reward());
        assertThat(columns.logProbabilities()[t]).isEqualTo(truth.logProbability());
        assertThat(columns.values()[t]).isEqualTo(truth.value());
        anyClipped |= requireSameAction(truth, columns, t, record.count());
        if (truth.mask() == null) {
          assertThat(columns.masks()).isNull();
        } else {
          int size = truth.mask().length;
          assertThat(Arrays.copyOfRange(columns.masks(), t * size, (t + 1) * size)).isEqualTo(truth.mask());
        }
      }
      assertThat(columns.environmentActions() != null).isEqualTo(anyClipped);
      StepByStep.Truth last = truths.get(at + record.count() - 1);
      assertThat(columns.nextObservation()).isEqualTo(last.next());
      assertThat(columns.values()[record.count()]).isEqualTo(last.nextValue());
      assertThat(record.ending()).isEqualTo(last.ending());
      at += record.count();
      boolean rolloutOver = at == truths.size() || truths.get(at).rollout() != last.rollout();
      assertThat(record.cut()).isEqualTo(rolloutOver && last.ending() == Ending.CONTINUES);
      assertThat(record.count() == recordSteps || last.ending().endsEpisode() || rolloutOver).as("a record that ends without reason").isTrue();
    }
    assertThat(at).isEqualTo(truths.size());
  }

  private static boolean requireSameAction(StepByStep.Truth truth, Columns columns, int t, int count) {
    if (truth.choices() != null) {
      int size = truth.choices().length;
      assertThat(Arrays.copyOfRange(columns.discreteActions(), t * size, (t + 1) * size)).isEqualTo(truth.choices());
      return false;
    }
    assertThat(row(columns.continuousActions(), t, count)).isEqualTo(truth.raw());
    if (columns.environmentActions() != null) {
      assertThat(row(columns.environmentActions(), t, count)).isEqualTo(truth.received());
    }
    return !Arrays.equals(truth.raw(), truth.received());
  }

  @ParameterizedTest
  @EnumSource(RandomWalk.Kind.class)
  void shouldNotDependOnHowEnvironmentsAreDividedAmongProcesses(RandomWalk.Kind kind) {
    List<List<Steps>> together = play(kind, false, new RolloutSettings(6, 11, 0, 4), origin("one", 5, 9, 0));
    List<List<Steps>> left = play(kind, false, new RolloutSettings(2, 11, 0, 4), origin("other", 6, 9, 0));
    List<List<Steps>> right = play(kind, false, new RolloutSettings(4, 11, 0, 4), origin("third", 7, 9, 2));
    for (int lane = 0; lane < 6; lane++) {
      List<Steps> whole = ofLane(together, lane);
      List<Steps> part = lane < 2 ? ofLane(left, lane) : ofLane(right, lane);
      assertThat(part).hasSameSizeAs(whole);
      for (int i = 0; i < whole.size(); i++) {
        assertThat(part.get(i).columns()).usingRecursiveComparison().isEqualTo(whole.get(i).columns());
        assertThat(part.get(i).first().index()).isEqualTo(whole.get(i).first().index());
      }
    }
  }

  @Test
  void shouldPlayOtherEpisodesWithAnotherSeedOrFirstVersionOrPurpose() {
    RolloutSettings settings = new RolloutSettings(1, 8, 0, 8);
    Origin base = origin("walker", 1, 1, 0);
    List<Origin> origins = List.of(base, origin("walker", 1, 2, 0), origin("walker", 1, 1, 1), new Origin("walker", 1, 1, 0, 4, Purpose.TRAIN),
        new Origin("walker", 1, 1, 0, 3, Purpose.EVALUATE));
    List<String> starts = origins.stream()
        .map(origin -> Arrays.toString(play(RandomWalk.Kind.CHOICE, false, settings, origin).get(0).get(0).columns().observations()))
        .toList();
    assertThat(starts).doesNotHaveDuplicates();
  }

  @Test
  void shouldPlayWholeEpisodesAndLetFastEnvironmentsIdle() {
    List<List<Steps>> rollouts = play(RandomWalk.Kind.CHOICE, false, new RolloutSettings(5, 1, 3, 4), origin("walker", 1, 1, 0));
    for (List<Steps> rollout : rollouts) {
      for (int lane = 0; lane < 5; lane++) {
        List<Steps> mine = ofLane(List.of(rollout), lane);
        assertThat(mine).filteredOn(record -> record.ending().endsEpisode()).hasSize(3);
        assertThat(mine.getLast().ending().endsEpisode()).isTrue();
        assertThat(mine).noneMatch(Steps::cut);
      }
    }
  }

  @Test
  void shouldCutEveryOpenRecordWhereItIsToldToStop() {
    List<Steps> records = new ArrayList<>();
    try (Rollout rollout = rollout(RandomWalk.Kind.CHOICE, false, new RolloutSettings(4, 1_000, 0, 8), origin("walker", 1, 1, 0))) {
      long steps = rollout.run(3, records::add, done -> done < 4 * 5);
      assertThat(steps).isEqualTo(20);
    }
    assertThat(records.stream().mapToInt(Steps::count).sum()).isEqualTo(20);
    for (int lane = 0; lane < 4; lane++) {
      Steps last = ofLane(List.of(records), lane).getLast();
      assertThat(last.cut()).isEqualTo(last.ending() == Ending.CONTINUES);
    }
  }

  @Test
  void shouldRecordNoLogProbabilitiesOfGreedyActions() {
    List<Steps> records = new ArrayList<>();
    RolloutSettings settings = new RolloutSettings(2, 20, 0, 8);
    Actor actor = actor(RandomWalk.Kind.CHOICE, 2);
    try (Rollout rollout = new Rollout(walks(RandomWalk.Kind.CHOICE, false, 2), settings, origin("walker", 1, 1, 0), actor, true, () -> 0)) {
      var _ = rollout.run(3, records::add, Pace.UNLIMITED);
    }
    assertThat(records).isNotEmpty().allMatch(record -> record.columns().logProbabilities() == null);
  }

  @Test
  void shouldStampRecordsWithTheTimesOfTheirFirstAndLastStep() {
    AtomicLong clock = new AtomicLong(1_000);
    List<Steps> records = new ArrayList<>();
    Actor actor = actor(RandomWalk.Kind.CHOICE, 1);
    try (Rollout rollout = new Rollout(walks(RandomWalk.Kind.CHOICE, false, 1), new RolloutSettings(1, 30, 0, 4), origin("walker", 1, 1, 0), actor,
        false, clock::getAndIncrement)) {
      var _ = rollout.run(3, records::add, Pace.UNLIMITED);
    }
    long next = 1_000;
    for (Steps record : records) {
      assertThat(record.firstActedMs()).isEqualTo(next);
      assertThat(record.lastActedMs()).isEqualTo(next + record.count() - 1);
      next += record.count();
    }
  }

  @Test
  void shouldRefuseAnotherNumberOfEnvironmentsThanItsSettingsSay() {
    assertThatThrownBy(() -> new Rollout(walks(RandomWalk.Kind.CHOICE, false, 2), RolloutSettings.defaults(), origin("walker", 1, 1, 0),
        actor(RandomWalk.Kind.CHOICE, 2), false, () -> 0)).hasMessageContaining("rollout.environments = 16");
  }

  private static Origin origin(String producer, long session, long seed, int firstEnvironment) {
    return new Origin(producer, session, seed, firstEnvironment, 3, Purpose.TRAIN);
  }

  private static long version(int rollout) {
    return 3 + 2L * rollout;
  }

  private static Architecture architecture(RandomWalk.Kind kind) {
    return kind == RandomWalk.Kind.EXPLORING ? Policies.EXPLORING : Policies.SMALL;
  }

  private static PolicyState policy(RandomWalk.Kind kind, int rollout) {
    return Policies.random(kind.spaces, architecture(kind), 1_000 + rollout);
  }

  private static Actor actor(RandomWalk.Kind kind, int rows) {
    Actor actor = new Actor(kind.spaces, architecture(kind), Kernels.best(), rows);
    actor.load(policy(kind, 0));
    return actor;
  }

  private static List<Environment> walks(RandomWalk.Kind kind, boolean masked, int n) {
    List<Environment> walks = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      walks.add(new RandomWalk(kind, masked));
    }
    return walks;
  }

  private static Rollout rollout(RandomWalk.Kind kind, boolean masked, RolloutSettings settings, Origin origin) {
    int n = settings.environments();
    return new Rollout(walks(kind, masked, n), settings, origin, actor(kind, n), false, () -> 0);
  }

  /// The records of several rollouts, each by another version.
  private static List<List<Steps>> play(RandomWalk.Kind kind, boolean masked, RolloutSettings settings, Origin origin) {
    Actor actor = actor(kind, settings.environments());
    List<List<Steps>> rollouts = new ArrayList<>();
    try (Rollout rollout = new Rollout(walks(kind, masked, settings.environments()), settings, origin, actor, false, () -> 0)) {
      for (int r = 0; r < ROLLOUTS; r++) {
        List<Steps> records = new ArrayList<>();
        actor.load(policy(kind, r));
        long steps = rollout.run(version(r), records::add, Pace.UNLIMITED);
        assertThat(records.stream().mapToLong(Steps::count).sum()).isEqualTo(steps);
        rollouts.add(records);
      }
    }
    return rollouts;
  }

  private static List<Steps> ofLane(List<List<Steps>> rollouts, int lane) {
    return rollouts.stream().flatMap(List::stream).filter(record -> record.first().environment().endsWith("/" + lane)).toList();
  }

  private static float[] row(float[] column, int row, int rows) {
    int size = column.length / rows;
    return Arrays.copyOfRange(column, row * size, (row + 1) * size);
  }
}
