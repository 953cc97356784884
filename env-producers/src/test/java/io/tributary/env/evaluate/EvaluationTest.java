// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.env.Environment;
import io.tributary.env.Environments;
import io.tributary.env.rollout.Policies;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.policy.PolicyState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EvaluationTest {
  private static final Spaces SPACES = Environments.create("cartpole").spaces();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldPlayTheSameEpisodesHoweverManySideBySide(boolean greedy) {
    EvaluationResult together = play(new EvaluationSettings(25, greedy, 4, 25), 1);
    for (int parallel : new int[] {1, 7}) {
      EvaluationResult apart = play(new EvaluationSettings(25, greedy, 4, parallel), 1);
      assertThat(apart.returns()).isEqualTo(together.returns());
      assertThat(apart.lengths()).isEqualTo(together.lengths());
    }
    assertThat(together.returns()).as("one reward a step").isEqualTo(Arrays.stream(together.lengths()).mapToDouble(n -> n).toArray());
    assertThat(play(new EvaluationSettings(25, greedy, 5, 25), 1).returns()).isNotEqualTo(together.returns());
  }

  @Test
  void shouldGiveEveryPolicyTheSameBeginnings() {
    assertThat(beginnings(1)).usingRecursiveComparison().isEqualTo(beginnings(2));
  }

  @Test
  void shouldHandOnEveryStepAsEvaluation() {
    List<Steps> records = new ArrayList<>();
    EvaluationResult result = Evaluation.play(EvaluationTest::cartPole, Policies.SMALL, Kernels.best(), policy(1),
        new EvaluationSettings(10, false, 0, 4), "judge", 77, 12, records::add);
    assertThat(records).allMatch(record -> record.purpose() == Purpose.EVALUATE && record.policyVersion() == 12 && record.first().session() == 77);
    assertThat(records.stream().mapToInt(Steps::count).sum()).isEqualTo((int) Arrays.stream(result.lengths()).sum());
    assertThat(records).extracting(record -> record.first().producer()).containsOnly("judge");
  }

  @Test
  void shouldSummariseReturns() {
    EvaluationResult result = new EvaluationResult(new double[] {1, 2, 3, 6}, new long[] {1, 2, 3, 6});
    assertThat(result.mean()).isEqualTo(3);
    assertThat(result.standardDeviation()).isEqualTo(Math.sqrt(14 / 3.0));
    assertThat(result.halfWidth95()).isEqualTo(1.959963984540054 * Math.sqrt(14 / 3.0) / 2);
    assertThat(result.meanLength()).isEqualTo(3);
  }

  @Test
  void shouldNameThePathOfABadSetting() {
    assertThatThrownBy(() -> new EvaluationSettings(0, true, 0, 1)).hasMessage("evaluate.episodes is 0; expected 1 to 1000000");
    assertThatThrownBy(() -> new EvaluationSettings(1, true, 0, 0)).hasMessageStartingWith("evaluate.parallel is 0; ");
  }

  private static List<float[]> beginnings(int policy) {
    List<float[]> first = new ArrayList<>();
    Evaluation.play(EvaluationTest::cartPole, Policies.SMALL, Kernels.best(), policy(policy), new EvaluationSettings(5, true, 0, 5), "judge", 1, policy,
        record -> {
          if (record.first().index() == 0) {
            first.add(Arrays.copyOf(record.columns().observations(), SPACES.observationSize()));
          }
        });
    first.sort(Arrays::compare);
    return first.stream().toList();
  }

  private static EvaluationResult play(EvaluationSettings settings, int policy) {
    return Evaluation.play(EvaluationTest::cartPole, Policies.SMALL, Kernels.best(), policy(policy), settings);
  }

  private static Environment cartPole() {
    return Environments.create("cartpole");
  }

  private static PolicyState policy(int seed) {
    return Policies.random(SPACES, Policies.SMALL, seed);
  }
}
