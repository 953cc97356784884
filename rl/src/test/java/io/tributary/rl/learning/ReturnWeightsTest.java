// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.target.SegmentTargets;

import static org.assertj.core.api.Assertions.assertThat;

/// Returns minus baselines, by hand. Correctness item 31.
class ReturnWeightsTest {
  private static final LearnerSettings REINFORCE = Algorithms.named("reinforce").learner();

  private static LearnerSettings settings(Weighting weights, Baseline baseline) {
    return REINFORCE.change().weights(weights).baseline(baseline).build();
  }

  /// Whole episodes of these rewards: `0 0 1 | 5` are two.
  private static List<Trajectory> episodes(String rewards, double gamma, Ending ending) {
    List<Trajectory> episodes = new ArrayList<>();
    for (String episode : rewards.split("\\|")) {
      float[] r = numbers(episode);
      Columns columns = new Columns.Builder(r.length, 3, 1).observations(new float[r.length * 3], 0).nextObservation(new float[3], 0)
          .discreteActions(new int[r.length], 0).logProbabilities(new float[r.length], 0).rewards(r, 0).build();
      episodes.add(new Trajectory(new StepId("p/" + episodes.size(), 1, 0, 0), columns, SegmentTargets.of(columns, ending, false, gamma, .95, false), gamma, .95,
          ending, false, 0, 0, true, 0, List.of()));
    }
    return episodes;
  }

  private static float[] numbers(String text) {
    String[] words = text.trim().split("\\s+");
    float[] out = new float[words.length];
    for (int i = 0; i < out.length; i++) {
      String[] fraction = words[i].split("/");
      out[i] = Float.parseFloat(fraction[0]) / (fraction.length > 1 ? Float.parseFloat(fraction[1]) : 1);
    }
    return out;
  }

  private static Estimates estimates(LearnerSettings settings, List<Trajectory> episodes) {
    return new Bench(Cases.DISCRETE, settings, 0, Cases.parent(Cases.DISCRETE, 5), episodes).estimates;
  }

  private static float[] weights(Weighting weights, Baseline baseline, List<Trajectory> episodes) {
    int rows = episodes.stream().mapToInt(Trajectory::count).sum();
    return Arrays.copyOf(estimates(settings(weights, baseline), episodes).advantages(), rows);
  }

  /// Rewards of 0, 0, 0 and 1: everything pushes up without a baseline; the average tells the good one from the others.
  @ParameterizedTest
  @CsvSource({"NONE, 0 0 0 1", "AVERAGE, -0.25 -0.25 -0.25 0.75", "LEAVE_ONE_OUT, -1/3 -1/3 -1/3 1"})
  void fourEpisodesOfWhichOneIsGood(Baseline baseline, String expected) {
    assertThat(weights(Weighting.TOTAL_RETURN, baseline, episodes("0 | 0 | 0 | 1", 1, Ending.TERMINATED))).containsExactly(numbers(expected));
    assertThat(weights(Weighting.REWARD_TO_GO, baseline, episodes("0 | 0 | 0 | 1", 1, Ending.TERMINATED))).containsExactly(numbers(expected));
  }

  /// Rewards-to-go of 6 5 3, of 4 and of 11 6. At t = 1 one episode is over and counts 0, at t = 2 two: averages 7, 11/3, 1.
  @ParameterizedTest
  @CsvSource({
      "REWARD_TO_GO, NONE, 6 5 3 4 11 6",
      "REWARD_TO_GO, AVERAGE, -1 4/3 2 -3 4 7/3",
      "REWARD_TO_GO, LEAVE_ONE_OUT, -1.5 2 3 -4.5 6 3.5",
      "TOTAL_RETURN, NONE, 6 6 6 4 11 11",
      "TOTAL_RETURN, AVERAGE, -1 -1 -1 -3 4 4",
      "TOTAL_RETURN, LEAVE_ONE_OUT, -1.5 -1.5 -1.5 -4.5 6 6"})
  void episodesThatAreOverCountZero(Weighting weighting, Baseline baseline, String expected) {
    assertThat(weights(weighting, baseline, episodes("1 2 3 | 4 | 5 6", 1, Ending.TERMINATED))).containsExactly(numbers(expected), Offset.offset(1e-6f));
  }

  /// γ = ½: G = 1 + ½·2 + ¼·4 = 3, 4, 4; the whole return is discounted from the first step.
  @ParameterizedTest
  @CsvSource({"REWARD_TO_GO, 3 4 4", "TOTAL_RETURN, 3 3 3"})
  void returnsAreDiscounted(Weighting weighting, String expected) {
    assertThat(weights(weighting, Baseline.NONE, episodes("1 2 4", .5, Ending.TERMINATED))).containsExactly(numbers(expected));
  }

  /// A time limit ends the sum of a whole episode: nothing is added for what might have come.
  @ParameterizedTest
  @EnumSource(value = Ending.class, names = {"TERMINATED", "TRUNCATED"})
  void wholeEpisodesAreNotBootstrapped(Ending ending) {
    assertThat(weights(Weighting.REWARD_TO_GO, Baseline.NONE, episodes("1 2 4", .5, ending))).containsExactly(3, 4, 4);
  }

  /// One alone has nobody to be compared with.
  @Test
  void loneEpisodeLeavesNothingOut() {
    assertThat(weights(Weighting.REWARD_TO_GO, Baseline.LEAVE_ONE_OUT, episodes("1 2 3", 1, Ending.TERMINATED))).containsExactly(6, 5, 3);
    assertThat(weights(Weighting.REWARD_TO_GO, Baseline.AVERAGE, episodes("1 2 3", 1, Ending.TERMINATED))).containsExactly(0, 0, 0);
  }

  /// The average with itself in is (1 − 1/N) of the average of the others: for every step, whatever the lengths.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void averageIsLeaveOneOutScaled(long seed) {
    Agent parent = Cases.parent(Cases.DISCRETE, 5);
    List<Trajectory> episodes = Cases.episodes(Cases.acted(Cases.DISCRETE, Cases.SMALL, parent.policy(), seed, 7, 9));
    for (Weighting weighting : new Weighting[] {Weighting.REWARD_TO_GO, Weighting.TOTAL_RETURN}) {
      float[] average = weights(weighting, Baseline.AVERAGE, episodes);
      float[] others = weights(weighting, Baseline.LEAVE_ONE_OUT, episodes);
      for (int row = 0; row < average.length; row++) {
        assertThat(average[row]).isCloseTo(others[row] * 6 / 7, Offset.offset(1e-5f));
      }
    }
  }

  /// Minus V(s) as it was recorded, or as the parent's critic says; value targets are the returns.
  @ParameterizedTest
  @EnumSource(value = TargetSource.class, names = {"RECORDED", "PER_UPDATE"})
  void valueOfTheStateIsTakenOff(TargetSource targets) {
    Agent parent = Cases.parent(Cases.DISCRETE, 5);
    List<Trajectory> acted = Cases.acted(Cases.DISCRETE, Cases.SMALL, parent.policy(), 3, 12, 9);
    LearnerSettings settings = Algorithms.named("reinforce-baseline").learner().change().targets(targets).build();
    Bench bench = new Bench(Cases.DISCRETE, settings, 0, parent, acted);
    for (int i = 0; i < acted.size(); i++) {
      for (int t = 0; t < acted.get(i).count(); t++) {
        int row = bench.batch.start(i) + t;
        float value = acted.get(i).columns().values()[t];
        float toGo = acted.get(i).targets().rewardsToGo()[t];
        assertThat(bench.estimates.valueTargets()[row]).isCloseTo(toGo, Offset.offset(1e-5f));
        assertThat(bench.estimates.advantages()[row]).isCloseTo(toGo - value, Offset.offset(1e-5f));
      }
    }
  }

  /// Cloning weighs everything 1; what it was worth is kept for the statistics alone.
  @Test
  void cloningLooksAtNoReward() {
    Estimates cloned = estimates(Algorithms.named("bc").learner(), episodes("1 2 3 | 4", 1, Ending.TERMINATED));
    assertThat(Arrays.copyOf(cloned.advantages(), 4)).containsOnly(1);
    assertThat(Arrays.copyOf(cloned.valueTargets(), 4)).containsExactly(6, 5, 3, 4);
  }
}
