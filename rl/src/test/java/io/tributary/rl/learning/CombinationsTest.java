// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/// Choices that mean nothing together are refused, by the name of the one to change.
class CombinationsTest {
  private static Arguments refused(String row, UnaryOperator<LearnerSettingsBuilder> change, String message) {
    return arguments(row, change, message);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refused("bc", s -> s.baseline(Baseline.VALUE), "learner.baseline is value with learner.weights one; expected none"),
        refused("bc", s -> s.baseline(Baseline.AVERAGE), "learner.baseline is average with learner.weights one; expected none"),
        refused("bc", s -> s.discountStates(true), "learner.discountStates is true with learner.weights one; expected false, because nothing"),
        refused("bc", s -> s.objective(ObjectiveKind.CLIPPED_SURROGATE), "learner.objective is clipped-surrogate with learner.weights one"),
        refused("bc", s -> s.standardise(Standardisation.PER_BATCH), "learner.standardise is per-batch with learner.weights one; expected never"),
        refused("bc", s -> s.standardise(Standardisation.PER_MINIBATCH), "learner.standardise is per-minibatch with learner.weights one; expected never"),
        refused("ppo", s -> s.baseline(Baseline.NONE), "learner.baseline is none with learner.weights gae; expected value"),
        refused("a2c", s -> s.baseline(Baseline.LEAVE_ONE_OUT), "learner.baseline is leave-one-out with learner.weights n-step; expected value"),
        refused("vtrace", s -> s.baseline(Baseline.TRIBUO), "learner.baseline is tribuo with learner.weights v-trace; expected value"),
        refused("vtrace", s -> s.targets(TargetSource.RECORDED), "learner.targets is recorded with learner.weights v-trace; expected per-update"),
        refused("vtrace", s -> s.objective(ObjectiveKind.STEP_IMPORTANCE), "learner.objective is step-importance with learner.weights v-trace"),
        refused("reinforce", s -> s.weights(Weighting.TOTAL_RETURN).discountStates(true), "learner.discountStates is true with learner.weights total-return"),
        refused("reinforce", s -> s.weights(Weighting.TOTAL_RETURN).objective(ObjectiveKind.DECISION_IMPORTANCE),
            "learner.weights is total-return with learner.objective decision-importance; expected reward-to-go"),
        refused("ppo", s -> s.objective(ObjectiveKind.DECISION_IMPORTANCE), "learner.weights is gae with learner.objective decision-importance"),
        refused("reinforce", s -> s.objective(ObjectiveKind.DECISION_IMPORTANCE).standardise(Standardisation.PER_BATCH),
            "learner.standardise is per-batch with learner.objective decision-importance; expected never"),
        refused("ppo", s -> s.truncation(2), "learner.truncation is 2.0 with learner.objective clipped-surrogate; expected 0"),
        refused("reinforce", s -> s.truncation(2), "learner.truncation is 2.0 with learner.objective score-function; expected 0"),
        refused("ppo", s -> s.objective(ObjectiveKind.KL_PENALTY).truncation(2), "learner.truncation is 2.0 with learner.objective kl-penalty; expected 0"),
        refused("npg", s -> s.epochs(2), "learner.epochs is 2 with learner.step natural-gradient; expected 1"),
        refused("trpo", s -> s.minibatches(4), "learner.minibatches is 4 with learner.step trust-region; expected 1"),
        refused("trpo", s -> s.critic(LearnerSettings.Critic.defaults()), "learner.critic.epochs is 0 with learner.step trust-region; expected 1 or more"),
        refused("trpo", s -> s.objective(ObjectiveKind.SCORE_FUNCTION), "learner.objective is score-function with learner.step trust-region; expected step-"),
        refused("trpo", s -> s.truncation(2), "learner.objective is step-importance, truncated, with learner.step trust-region; expected step-importance"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void shouldNameTheChoiceToChange(String row, UnaryOperator<LearnerSettingsBuilder> change, String message) {
    LearnerSettingsBuilder changed = change.apply(Algorithms.named(row).learner().change());
    assertThatThrownBy(changed::build).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
  }

  static Stream<Arguments> outside() {
    return Stream.of(
        refused("a2c", s -> s.nStep(0), "learner.nStep is 0; expected 1 to 1000000"),
        refused("ppo", s -> s.truncation(-1), "learner.truncation is -1; expected 0 to"),
        refused("ppo", s -> s.klPenalty(Schedule.constant(-1)), "learner.klPenalty goes from -1.0"),
        refused("ppo", s -> s.entropy(new Schedule(.1, -.1, 5)), "learner.entropy goes from 0.1 to -0.1"),
        refused("ppo", s -> s.learningRate(Schedule.constant(-1)), "learner.learningRate goes from -1.0"),
        refused("ppo", s -> s.targetKl(-1), "learner.targetKl is -1; expected 0 to 1000"),
        refused("vtrace", s -> s.trace(new LearnerSettings.Trace(0, 1)), "learner.trace.rhoBar is 0"),
        refused("vtrace", s -> s.trace(new LearnerSettings.Trace(1, -1)), "learner.trace.cBar is -1"),
        refused("trpo", s -> s.trustRegion(new LearnerSettings.TrustRegion(0, 1, 0, .5, 1)), "learner.trustRegion.maxKl is 0"),
        refused("trpo", s -> s.trustRegion(new LearnerSettings.TrustRegion(1, 0, 0, .5, 1)), "learner.trustRegion.iterations is 0; expected 1 to 1000"),
        refused("trpo", s -> s.trustRegion(new LearnerSettings.TrustRegion(1, 1, -1, .5, 1)), "learner.trustRegion.damping is -1"),
        refused("trpo", s -> s.trustRegion(new LearnerSettings.TrustRegion(1, 1, 0, 1, 1)), "learner.trustRegion.backtrack is 1"),
        refused("trpo", s -> s.trustRegion(new LearnerSettings.TrustRegion(1, 1, 0, .5, 0)), "learner.trustRegion.backtracks is 0; expected 1 to 100"),
        refused("ppo", s -> s.critic(new LearnerSettings.Critic(0, 0, 0, 1, 1)), "learner.critic.coefficient is 0"),
        refused("ppo", s -> s.critic(new LearnerSettings.Critic(1, -1, 0, 1, 1)), "learner.critic.clip is -1"),
        refused("ppo", s -> s.critic(new LearnerSettings.Critic(1, 0, -1, 1, 1)), "learner.critic.epochs is -1"),
        refused("ppo", s -> s.critic(new LearnerSettings.Critic(1, 0, 1, 0, 1)), "learner.critic.minibatches is 0"),
        refused("ppo", s -> s.critic(new LearnerSettings.Critic(1, 0, 1, 1, -1)), "learner.critic.learningRateFactor is -1"));
  }

  @ParameterizedTest
  @MethodSource("outside")
  void shouldNameTheNumberThatIsOutOfItsRange(String row, UnaryOperator<LearnerSettingsBuilder> change, String message) {
    assertThatThrownBy(() -> change.apply(Algorithms.named(row).learner().change()).build()).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  /// Whatever is not refused builds an algorithm that can be asked what it needs; at least half of the choices of three go together.
  @ParameterizedTest
  @EnumSource(Weighting.class)
  void whateverIsNotRefusedCanBeBuilt(Weighting weights) {
    int built = 0;
    for (ObjectiveKind objective : ObjectiveKind.values()) {
      for (StepKind step : StepKind.values()) {
        LearnerSettingsBuilder choice = Algorithms.named(step == StepKind.FIRST_ORDER ? "ppo" : "npg").learner().change().weights(weights)
            .baseline(weights == Weighting.ONE ? Baseline.NONE : Baseline.VALUE).objective(objective).step(step).standardise(Standardisation.NEVER)
            .targets(TargetSource.PER_UPDATE);
        LearnerSettings settings;
        try {
          settings = choice.build();
        } catch (IllegalArgumentException refused) {
          assertThat(refused).hasMessageMatching("learner\\.\\w+(\\.\\w+)? is .* with learner\\..*; expected .*");
          continue;
        }
        built++;
        assertThatCode(() -> Algorithms.of(Cases.DISCRETE, Cases.SMALL, settings, null, 1, Kernels.best()).initial(1)).doesNotThrowAnyException();
      }
    }
    assertThat(built).isGreaterThanOrEqualTo(weights == Weighting.ONE || weights == Weighting.V_TRACE ? 2 : 10);
  }

  /// What needs whole episodes says so of a part of one, and takes the whole.
  @Test
  void shouldAskForWholeEpisodesWhereAPartMeansNothing() {
    Trajectory part = Cases.acted(Cases.DISCRETE, Cases.SMALL, Cases.parent(Cases.DISCRETE, 5).policy(), 3, 1, 9).getFirst();
    Trajectory whole = Cases.episodes(java.util.List.of(part)).getFirst();
    LearnerSettings reinforce = Algorithms.named("reinforce").learner();
    Stream.of(reinforce, reinforce.change().baseline(Baseline.AVERAGE).build(), reinforce.change().baseline(Baseline.LEAVE_ONE_OUT).build(),
        reinforce.change().weights(Weighting.TOTAL_RETURN).baseline(Baseline.VALUE).build(),
        reinforce.change().baseline(Baseline.VALUE).objective(ObjectiveKind.TRAJECTORY_IMPORTANCE).build(),
        reinforce.change().baseline(Baseline.VALUE).objective(ObjectiveKind.DECISION_IMPORTANCE).build()).forEach(settings -> {
          Algorithm algorithm = Algorithms.of(Cases.DISCRETE, Cases.SMALL, settings, null, 1, Kernels.best());
          assertThat(algorithm.unusable(part)).hasValueSatisfying(reason -> assertThat(reason).startsWith("a part of an episode"));
          assertThat(algorithm.unusable(whole)).isEmpty();
        });
    Stream.of("ppo", "trpo", "npg", "a2c", "reinforce-baseline", "off-policy-pg", "vtrace", "bc").forEach(name -> assertThat(
        Algorithms.of(Cases.DISCRETE, Cases.SMALL, Algorithms.named(name).learner(), null, 1, Kernels.best()).unusable(part)).as(name).isEmpty());
  }
}
