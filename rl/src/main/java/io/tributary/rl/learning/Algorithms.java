// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.NetworkPolicy;
import io.tributary.rl.policy.NetworkValueFunction;
import io.tributary.rl.policy.PolicyArchitecture;

/// The named algorithms: each is a row of settings for the one {@link PolicyGradient}, read as differences from the row it is made of.
public final class Algorithms {
  private static final Map<String, Row> ROWS = rows();

  private Algorithms() {}

  /// A named algorithm.
  ///
  /// @param learner its settings
  /// @param completeEpisodes whether it is meant for whole episodes: returns are sums to an episode's end, nothing is bootstrapped
  public record Row(LearnerSettings learner, boolean completeEpisodes) {}

  private static Map<String, Row> rows() {
    LearnerSettings ppo = LearnerSettings.defaults();
    LearnerSettings reinforce = ppo.change().weights(Weighting.REWARD_TO_GO).baseline(Baseline.NONE).objective(ObjectiveKind.SCORE_FUNCTION)
        .reduction(Reduction.TRAJECTORIES).standardise(Standardisation.NEVER).epochs(1).minibatches(1).entropy(Schedule.constant(0))
        .learningRate(Schedule.constant(0.01)).build();
    LearnerSettings withBaseline = reinforce.change().baseline(Baseline.VALUE).critic(criticAfterwards()).build();
    LearnerSettings offPolicy = withBaseline.change().objective(ObjectiveKind.STEP_IMPORTANCE).epochs(4).build();
    LearnerSettings actorCritic = ppo.change().weights(Weighting.N_STEP).objective(ObjectiveKind.SCORE_FUNCTION).epochs(1).minibatches(1)
        .standardise(Standardisation.PER_BATCH).learningRate(Schedule.constant(7e-4)).entropy(Schedule.constant(0.01)).build();
    LearnerSettings vtrace = actorCritic.change().weights(Weighting.V_TRACE).targets(TargetSource.PER_UPDATE).build();
    LearnerSettings natural = ppo.change().objective(ObjectiveKind.SCORE_FUNCTION).step(StepKind.NATURAL_GRADIENT).epochs(1).minibatches(1)
        .standardise(Standardisation.PER_BATCH).entropy(Schedule.constant(0)).learningRate(Schedule.constant(1e-3)).critic(criticAfterwards()).build();
    LearnerSettings trustRegion = natural.change().objective(ObjectiveKind.STEP_IMPORTANCE).step(StepKind.TRUST_REGION).build();
    LearnerSettings cloning = ppo.change().weights(Weighting.ONE).baseline(Baseline.NONE).objective(ObjectiveKind.SCORE_FUNCTION)
        .standardise(Standardisation.NEVER).entropy(Schedule.constant(0)).learningRate(Schedule.constant(1e-3)).build();
    Map<String, Row> rows = new LinkedHashMap<>();
    rows.put("ppo", new Row(ppo, false));
    rows.put("trpo", new Row(trustRegion, false));
    rows.put("npg", new Row(natural, false));
    rows.put("a2c", new Row(actorCritic, false));
    rows.put("reinforce", new Row(reinforce, true));
    rows.put("reinforce-baseline", new Row(withBaseline, true));
    rows.put("off-policy-pg", new Row(offPolicy, true));
    rows.put("vtrace", new Row(vtrace, false));
    rows.put("bc", new Row(cloning, false));
    return Collections.unmodifiableMap(rows);
  }

  /// A critic that is fitted when the policy has moved, ten times through the batch.
  private static LearnerSettings.Critic criticAfterwards() {
    LearnerSettings.Critic beside = LearnerSettings.Critic.defaults();
    return new LearnerSettings.Critic(beside.coefficient(), beside.clip(), 10, beside.minibatches(), beside.learningRateFactor());
  }

  /// The names there are.
  public static Set<String> names() {
    return ROWS.keySet();
  }

  /// The row of that name.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Row named(String name) {
    Row row = ROWS.get(name);
    if (row == null) {
      throw new IllegalArgumentException("algorithm is '" + name + "'; expected one of " + String.join(", ", ROWS.keySet()));
    }
    return row;
  }

  /// The algorithm for a run's spaces and architecture.
  ///
  /// @param regression the baseline tribuo; null where the settings name another
  /// @param seed of the shuffles; fresh parameters take theirs in {@link Algorithm#initial}
  public static PolicyGradient of(
      Spaces spaces, Architecture architecture, LearnerSettings settings, BaselineRegression regression, long seed, Kernel kernel) {
    return of(spaces, architecture, settings, regression, seed, kernel, Pair.IN_TURN);
  }

  /// The same, where somebody has a thread to spare.
  public static PolicyGradient of(
      Spaces spaces, Architecture architecture, LearnerSettings settings, BaselineRegression regression, long seed, Kernel kernel, Pair pair) {
    PolicyArchitecture networks = new PolicyArchitecture(spaces, architecture, kernel);
    return new PolicyGradient(spaces, new NetworkPolicy(networks), new NetworkValueFunction(networks), architecture.normaliseObservations(), settings,
        regression, seed, kernel, pair);
  }
}
