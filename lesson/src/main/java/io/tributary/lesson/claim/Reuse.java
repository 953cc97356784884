// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.List;

import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Figure;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.exact.Estimator;
import io.tributary.lesson.exact.ExactCase;
import io.tributary.lesson.exact.Expectation;
import io.tributary.lesson.exact.Problems;
import io.tributary.lesson.exact.StepWeights;
import io.tributary.lesson.exact.TabularSoftmax;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.picture.Bars;
import io.tributary.lesson.shipping.Judged;
import io.tributary.lesson.shipping.JudgedEstimators;

/// The gradient of one policy from the episodes of another: what each way of weighting them expects, all on one enumerable problem.
public final class Reuse implements Claim {
  private static final Option.Choice PROBLEM = new Option.Choice("problem", "which enumerable problem, none whose states no action changes", List.of("two-state", "early-end"));
  private static final Option.Real APART = new Option.Real("apart", "how far μ's parameters are from π's", 0.7, 0.1, 2);
  private static final double EXACT = 1e-9;
  private static final double SHIPPED = 1e-4;
  private static final int BATCH = 2;
  private static final int POLICIES = 20;

  @Override
  public String slug() {
    return "reuse";
  }

  @Override
  public String statement() {
    return "Another policy's episodes, uncorrected, give a biased gradient; trajectory and per-decision weights an exact one; the single ratio a biased one.";
  }

  @Override
  public List<Option> options() {
    return List.of(PROBLEM, ExactCase.HORIZON, ExactCase.GAMMA, APART, ExactCase.SEED);
  }

  @Override
  public Without without() {
    return new Without("the weights: the episodes are used as if π had acted them", "Then actions count as often as μ took them, not as often as π would.");
  }

  @Override
  public Result run(Chosen chosen) {
    ExactCase exact = new ExactCase(Problems.named(chosen.of(PROBLEM), chosen.intOf(ExactCase.HORIZON)), chosen.of(ExactCase.GAMMA), chosen.of(ExactCase.SEED));
    TabularSoftmax policy = exact.policy();
    double[] behaviour = Vectors.plus(exact.theta(), chosen.of(APART), ExactCase.drawn(policy, chosen.of(ExactCase.SEED), "lesson.apart"));
    JudgedEstimators estimators = new JudgedEstimators(exact);
    double[] gradient = exact.gradient();
    List<Check> checks = new ArrayList<>();
    Table table = new Table("Episodes of μ, gradient at π; ‖∇J‖ = " + Figure.shown(Vectors.norm(gradient)), "weights", "bias ‖E[ĝ] − ∇J‖",
        "E[ĝ] should be", "largest error", "shipping code (float)", "variance of one episode");
    Bars picture = new Bars("Bias, and standard deviation of one episode's estimate");
    for (Judged judged : estimators.offPolicy(behaviour)) {
      Expectation reference = judged.reference(exact, 1);
      double bias = Vectors.norm(Vectors.plus(reference.mean(), -1, gradient));
      double error = Vectors.distance(reference.mean(), judged.predicted());
      double shipped = exact.episodes().size() > 200 ? Double.NaN : Vectors.distance(judged.shipping(exact, BATCH).mean(), judged.predicted());
      String name = judged.reference().name();
      table.row(name, bias, judged.relation(), error, Double.isNaN(shipped) ? "too many" : shipped, reference.variance());
      picture.bar(name + ": bias", bias).bar("deviation", Math.sqrt(reference.variance()));
      checks.add(Check.atMost(name + ": largest |E[ĝ] − " + judged.relation() + "|", error, EXACT));
      if (!Double.isNaN(shipped)) {
        checks.add(Check.atMost(name + ", shipping code", shipped, SHIPPED * Math.max(1, Vectors.largest(judged.predicted()))));
      }
    }
    double trajectory = bias(exact, chosen.without() ? estimators.uncorrected(behaviour) : estimators.perTrajectory(behaviour), gradient);
    double decision = bias(exact, chosen.without() ? estimators.uncorrected(behaviour) : estimators.perDecision(behaviour), gradient);
    checks.add(Check.atMost("bias with trajectory weights", trajectory, EXACT));
    checks.add(Check.atMost("bias with per-decision weights", decision, EXACT));
    checks.add(Check.above("bias without any", bias(exact, estimators.uncorrected(behaviour), gradient), 1e-3));
    checks.add(Check.above("bias with the single ratio", bias(exact, estimators.perStep(behaviour), gradient), 1e-3));
    return new Result(List.of(table, terms(exact, behaviour, checks), policies(chosen, checks)), picture, checks);
  }

  /// One reward at a time, ρ·γ^t·r_t·Σ_{k≤t} ∇log π_k: the ratios of later actions are noise with mean 1, so leaving them out can only help.
  private static Table terms(ExactCase exact, double[] behaviour, List<Check> checks) {
    Table table = new Table("The terms of the estimate, one reward each", "reward", "variance, trajectory weight", "variance, ratios up to it");
    double worst = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < exact.problem().horizon(); t++) {
      double whole = term(exact, behaviour, t, false);
      double prefix = term(exact, behaviour, t, true);
      table.row("t = " + t, whole, prefix);
      worst = Math.max(worst, prefix - whole);
    }
    checks.add(Check.atMost("one reward's term: largest excess of its variance per decision, over per trajectory", worst, EXACT));
    return table;
  }

  private static double term(ExactCase exact, double[] behaviour, int t, boolean prefix) {
    return exact.expectation(Estimator.ofEach("term", episode -> {
      double[] rewards = new double[episode.length()];
      if (t < rewards.length) {
        rewards[t] = episode.rewards()[t];
      }
      double[] ratios = StepWeights.ratios(episode, exact.policy(), exact.theta(), behaviour);
      double[] weights = prefix ? StepWeights.decisionWeighted(rewards, exact.gamma(), ratios) : StepWeights.trajectoryWeighted(rewards, exact.gamma(), ratios);
      return StepWeights.discounted(weights, exact.gamma());
    }), 1, behaviour).variance();
  }

  /// The sum of the terms is another matter: they may cancel better with a weight in common.
  private static Table policies(Chosen chosen, List<Check> checks) {
    int lower = 0;
    for (int i = 0; i < POLICIES; i++) {
      long seed = chosen.of(ExactCase.SEED) + i;
      ExactCase exact = new ExactCase(Problems.named(chosen.of(PROBLEM), chosen.intOf(ExactCase.HORIZON)), chosen.of(ExactCase.GAMMA), seed);
      double[] behaviour = Vectors.plus(exact.theta(), chosen.of(APART), ExactCase.drawn(exact.policy(), seed, "lesson.apart"));
      JudgedEstimators estimators = new JudgedEstimators(exact);
      lower += estimators.perDecision(behaviour).reference(exact, 1).variance() < estimators.perTrajectory(behaviour).reference(exact, 1).variance() ? 1 : 0;
    }
    checks.add(Check.atLeast("pairs of policies of " + POLICIES + " with less variance per decision", lower, POLICIES / 2.0 + 1));
    return new Table("Whole estimates", "pairs of policies", "with less variance per decision than per trajectory").row(POLICIES, lower);
  }

  private static double bias(ExactCase exact, Judged judged, double[] gradient) {
    return Vectors.norm(Vectors.plus(judged.reference(exact, 1).mean(), -1, gradient));
  }
}
