// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.exact;

import java.util.List;

import io.tributary.lesson.Chosen;
import io.tributary.lesson.Option;
import io.tributary.rl.random.CounterRandom;

/// An enumerable problem with a policy on it, as most claims ask for one; and the options that change it.
public final class ExactCase {
  public static final Option.Choice PROBLEM = new Option.Choice("problem", "which enumerable problem", Problems.NAMES);
  public static final Option.Whole HORIZON = new Option.Whole("horizon", "the most steps of an episode", 3, 2, 5);
  public static final Option.Real GAMMA = new Option.Real("gamma", "discount γ", 0.9, 0, 1);
  public static final Option.Whole SEED = new Option.Whole("seed", "draws the policy's parameters", 1, 0, 1_000_000);

  private static final double SPREAD = 0.7;

  private final EnumerableProblem problem;
  private final TabularSoftmax policy;
  private final double[] theta;
  private final double gamma;
  private final List<Episode> episodes;

  public ExactCase(EnumerableProblem problem, double gamma, long seed) {
    this.problem = problem;
    this.gamma = gamma;
    policy = new TabularSoftmax(problem.states(), problem.actions());
    theta = drawn(policy, seed, "lesson.policy");
    episodes = problem.episodes();
  }

  /// The case chosen by {@link #PROBLEM}, {@link #HORIZON}, {@link #GAMMA} and {@link #SEED}.
  public static ExactCase of(Chosen chosen) {
    return new ExactCase(Problems.named(chosen.of(PROBLEM), chosen.intOf(HORIZON)), chosen.of(GAMMA), chosen.of(SEED));
  }

  /// Parameters of a random policy. They are whole in float, so that the shipping path can have the very same.
  public static double[] drawn(TabularSoftmax policy, long seed, String stream) {
    double[] out = new double[policy.parameters()];
    long key = CounterRandom.stream(seed, stream);
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (SPREAD * CounterRandom.gaussian(key, i));
    }
    return out;
  }

  public EnumerableProblem problem() {
    return problem;
  }

  public TabularSoftmax policy() {
    return policy;
  }

  /// θ; *callers must not write it*.
  public double[] theta() {
    return theta;
  }

  public double gamma() {
    return gamma;
  }

  public List<Episode> episodes() {
    return episodes;
  }

  /// p of each episode under other parameters than θ.
  public double[] probabilities(double[] of) {
    return episodes.stream().mapToDouble(episode -> episode.probability(policy, of)).toArray();
  }

  /// p_θ of each episode.
  public double[] probabilities() {
    return probabilities(theta);
  }

  public double objective() {
    return ExactGradient.objective(episodes, policy, theta, gamma);
  }

  /// ∇J(θ), by the definition.
  public double[] gradient() {
    return ExactGradient.byDefinition(episodes, policy, theta, gamma);
  }

  public StateValues values() {
    return StateValues.of(problem, policy, theta, gamma);
  }

  /// E over every batch of so many episodes that π_θ acted.
  public Expectation expectation(Estimator estimator, int batch) {
    return expectation(estimator, batch, theta);
  }

  /// E over every batch that another policy acted.
  public Expectation expectation(Estimator estimator, int batch, double[] behaviour) {
    return Expectation.of(episodes, probabilities(behaviour), batch, some -> estimator.estimate(policy, theta, some));
  }

  /// γ^t·G_t with a baseline taken from G_t first: weights of an unbiased estimate of ∇J at any γ.
  public Estimator rewardToGo(String name, java.util.function.Function<Episode, double[]> baseline) {
    return Estimator.ofEach(name, episode -> StepWeights.discounted(StepWeights.minus(StepWeights.rewardToGo(episode.rewards(), gamma),
        baseline.apply(episode)), gamma));
  }
}
