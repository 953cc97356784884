// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.List;

import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.exact.Estimator;
import io.tributary.lesson.exact.ExactCase;
import io.tributary.lesson.exact.Expectation;
import io.tributary.lesson.exact.Problems;
import io.tributary.lesson.exact.StepWeights;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.picture.Bars;
import io.tributary.lesson.shipping.Judged;
import io.tributary.lesson.shipping.JudgedEstimators;
import io.tributary.lesson.shipping.StandardisedBandit;

/// A baseline that depends on the state alone keeps the expected gradient; one that depends on the action, or on the batch itself, changes it by an
/// amount that can be said beforehand.
public final class Baselines implements Claim {
  private static final Option.Whole HORIZON = new Option.Whole("horizon", "the most steps of an episode", 2, 2, 3);
  private static final Option.Whole BATCH = new Option.Whole("batch", "episodes of a batch, N", 2, 2, 4);
  private static final Option.Real REWARD = new Option.Real("reward", "what the rewarded action of the bandit earns", 2, 0.1, 10);
  private static final double EXACT = 1e-9;
  private static final double SHIPPED = 1e-4;

  @Override
  public String slug() {
    return "baselines";
  }

  @Override
  public String statement() {
    return "Any baseline b(s) leaves the expected gradient alone; b(s,a) = Q makes it 0, the average of the batch itself scales it by 1 − 1/N.";
  }

  @Override
  public List<Option> options() {
    return List.of(ExactCase.PROBLEM, HORIZON, ExactCase.GAMMA, BATCH, REWARD, ExactCase.SEED);
  }

  @Override
  public Without without() {
    return new Without("the restriction to the state: where V(s) was meant, Q(s,a) is subtracted",
        "What depends on the action does not leave the sum over actions, so it takes away the very differences that make one action better than another.");
  }

  @Override
  public Result run(Chosen chosen) {
    ExactCase exact = new ExactCase(Problems.named(chosen.of(ExactCase.PROBLEM), chosen.intOf(HORIZON)), chosen.of(ExactCase.GAMMA),
        chosen.of(ExactCase.SEED));
    int n = chosen.intOf(BATCH);
    List<Check> checks = new ArrayList<>();
    Table table = new Table("E[ĝ] over every batch of N = " + n + " episodes", "baseline", "E[ĝ] should be", "largest error", "shipping code (float)",
        "largest |E[ĝ] − ∇J|", "variance");
    Bars picture = new Bars("Length of E[ĝ] along ∇J: 1 is unbiased");
    double[] gradient = exact.gradient();
    for (Judged judged : new JudgedEstimators(exact).onPolicy(n)) {
      Judged tried = chosen.without() && judged.reference().name().startsWith("V fixed") ? swapped(judged, exact) : judged;
      add(tried, exact, n, gradient, table, checks);
      double[] mean = tried.reference(exact, n).mean();
      picture.bar(tried.reference().name(), Vectors.dot(mean, gradient) / Vectors.dot(gradient, gradient));
    }
    ExactCase bandit = StandardisedBandit.problem(chosen.of(REWARD), chosen.of(ExactCase.SEED));
    Table standardised = new Table("Standardised by the batch, on a bandit whose other action earns 0", "baseline", "E[ĝ] should be", "largest error",
        "shipping code (float)", "largest |E[ĝ] − ∇J|", "variance");
    add(StandardisedBandit.judged(bandit, chosen.of(REWARD), n), bandit, n, bandit.gradient(), standardised, checks);
    return new Result(List.of(table, standardised, constants(exact, checks)), picture, checks);
  }

  private static void add(Judged judged, ExactCase exact, int n, double[] gradient, Table table, List<Check> checks) {
    Expectation reference = judged.reference(exact, n);
    double error = Vectors.distance(reference.mean(), judged.predicted());
    double shipped = Vectors.distance(judged.shipping(exact, n).mean(), judged.predicted());
    String name = judged.reference().name();
    table.row(name, judged.relation(), error, shipped, Vectors.distance(reference.mean(), gradient), reference.variance());
    checks.add(Check.atMost(name + ": largest |E[ĝ] − " + judged.relation() + "|", error, EXACT));
    checks.add(Check.atMost(name + ", shipping code", shipped, SHIPPED * Math.max(1, Vectors.largest(judged.predicted()))));
  }

  /// What the claim says of V, with Q in its place.
  private static Judged swapped(Judged ofState, ExactCase exact) {
    Judged ofAction = new JudgedEstimators(exact).ofAction();
    return new Judged(new Estimator("Q(s,a) in V's place", ofAction.reference().weights()), ofAction.settings(), ofAction.values(), ofState.behaviour(),
        ofState.relation(), ofState.predicted());
  }

  /// Constant baselines of the total return: none, the average return J, and the best, E[‖g‖²R]/E[‖g‖²] with g the episode's score.
  private static Table constants(ExactCase exact, List<Check> checks) {
    double squares = 0;
    double returned = 0;
    double[] probabilities = exact.probabilities();
    for (int i = 0; i < probabilities.length; i++) {
      double[] g = Estimator.ofEach("score", episode -> StepWeights.constant(1, episode.length()))
          .estimate(exact.policy(), exact.theta(), List.of(exact.episodes().get(i)));
      squares += probabilities[i] * Vectors.dot(g, g);
      returned += probabilities[i] * Vectors.dot(g, g) * exact.episodes().get(i).returned(exact.gamma());
    }
    double best = returned / squares;
    double average = exact.objective();
    Table table = new Table("One constant b off the total return: the average return is a good choice, not the best", "b", "value", "variance, one episode");
    double withNone = variance(exact, 0);
    double withAverage = variance(exact, average);
    double withBest = variance(exact, best);
    table.row("none", 0.0, withNone).row("average return J", average, withAverage).row("best: E[‖g‖²R]/E[‖g‖²]", best, withBest);
    checks.add(Check.atMost("variance with the best constant, against J", withBest, withAverage));
    checks.add(Check.atMost("variance with the best constant, against none", withBest, withNone));
    checks.add(Check.atMost("variance with the best constant, against one 0.01 higher or lower", withBest,
        Math.min(variance(exact, best + 0.01), variance(exact, best - 0.01))));
    return table;
  }

  private static double variance(ExactCase exact, double constant) {
    return exact.expectation(Estimator.ofEach("constant", episode -> StepWeights.minus(StepWeights.totalReturn(episode.rewards(), exact.gamma()),
        StepWeights.constant(constant, episode.length()))), 1).variance();
  }
}
