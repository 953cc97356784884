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
import io.tributary.lesson.exact.EnumerableProblem;
import io.tributary.lesson.exact.Episode;
import io.tributary.lesson.exact.ExactCase;
import io.tributary.lesson.exact.ExactGradient;
import io.tributary.lesson.exact.Expectation;
import io.tributary.lesson.exact.Problems;
import io.tributary.lesson.exact.TabularSoftmax;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.picture.Bars;
import io.tributary.lesson.shipping.Judged;
import io.tributary.lesson.shipping.JudgedEstimators;

/// The score-function estimator never reads how the environment moves, and yet its expectation is the exact gradient, at every batch size.
public final class DynamicsCancel implements Claim {
  private static final Option.Whole HORIZON = new Option.Whole("horizon", "the most steps of an episode", 2, 2, 4);
  private static final double EXACT = 1e-9;
  private static final double SHIPPED = 1e-4;
  private static final int LARGEST = 4;
  private static final int FEW = 20_000;
  private static final double STEP = 1e-5;

  @Override
  public String slug() {
    return "dynamics-cancel";
  }

  @Override
  public String statement() {
    return "The estimate knows nothing of the dynamics, and its expectation is exactly ∇J, whatever the number of episodes.";
  }

  @Override
  public List<Option> options() {
    return List.of(ExactCase.PROBLEM, HORIZON, ExactCase.GAMMA, ExactCase.SEED);
  }

  @Override
  public Without without() {
    return new Without("the independence of the dynamics from θ: where the environment adapts to the parameters, as an opponent would",
        "Then log p(τ) has a second part that depends on θ, the estimate does not contain it, and J changes in a direction the estimate cannot see.");
  }

  @Override
  public Result run(Chosen chosen) {
    EnumerableProblem problem = Problems.named(chosen.of(ExactCase.PROBLEM), chosen.intOf(HORIZON));
    ExactCase plain = new ExactCase(problem, chosen.of(ExactCase.GAMMA), chosen.of(ExactCase.SEED));
    ExactCase exact = chosen.without() ? new ExactCase(adapted(problem, plain.theta()), plain.gamma(), chosen.of(ExactCase.SEED)) : plain;
    double[] gradient = ExactGradient.byDifferences(theta -> objective(problem, theta, plain, chosen.without()), plain.theta(), STEP);
    Table truth = truth(exact, gradient, chosen.without());
    double[] best = chosen.without() ? gradient : exact.gradient();
    List<Check> checks = new ArrayList<>();
    checks.add(Check.atMost("∇J by the definition, against differences of J", Vectors.distance(best, gradient), 1e-7));
    Judged judged = new JudgedEstimators(exact).none();
    Table sizes = new Table("E[ĝ] over every batch of N episodes", "N", "batches", "largest error of E", "variance", "largest error, shipping code (float)");
    double[] mean = best;
    for (int n = 1; n <= LARGEST && few(exact.episodes(), n); n++) {
      Expectation expectation = judged.reference(exact, n);
      mean = expectation.mean();
      double error = Vectors.distance(mean, best);
      checks.add(Check.atMost("N = " + n + ": largest |E[ĝ] − ∇J|", error, EXACT));
      double shipped = n == 1 ? Double.NaN : Vectors.distance(judged.shipping(exact, n).mean(), best);
      if (n > 1) {
        checks.add(Check.atMost("N = " + n + ", shipping code: largest |E[ĝ] − ∇J|", shipped, SHIPPED));
      }
      sizes.row(n, expectation.batches(), error, expectation.variance(), n == 1 ? "-" : shipped);
    }
    return new Result(List.of(truth, sizes), picture(exact.policy(), best, mean), checks);
  }

  private static boolean few(List<Episode> episodes, int size) {
    double count = 1;
    for (int i = 0; i < size; i++) {
      count = count * (episodes.size() + i) / (i + 1);
    }
    return count <= FEW;
  }

  private static Table truth(ExactCase exact, double[] differences, boolean adapting) {
    Table table = new Table("∇J without any sampling: " + exact.episodes().size() + " episodes are all there are", "worked out by", "‖∇J‖", "largest distance");
    table.row("differences of J(θ)", Vectors.norm(differences), 0.0);
    if (!adapting) {
      double[] definition = exact.gradient();
      double[] recursion = ExactGradient.byDynamicProgramming(exact.problem(), exact.policy(), exact.theta(), exact.gamma());
      table.row("Σ ∇p(τ)·R(τ), no logarithm", Vectors.norm(definition), Vectors.distance(definition, differences));
      table.row("Bellman's recursion, differentiated", Vectors.norm(recursion), Vectors.distance(recursion, differences));
    }
    return table;
  }

  private static double objective(EnumerableProblem problem, double[] theta, ExactCase plain, boolean adapting) {
    List<Episode> episodes = adapting ? adapted(problem, theta).episodes() : plain.episodes();
    return ExactGradient.objective(episodes, plain.policy(), theta, plain.gamma());
  }

  /// Dynamics that lean towards the first state reachable, the more so the larger Σθ.
  private static EnumerableProblem adapted(EnumerableProblem problem, double[] theta) {
    double sum = 0;
    for (double parameter : theta) {
      sum += parameter;
    }
    double share = 0.5 / (1 + StrictMath.exp(-sum));
    return problem.withDynamics((probabilities, firstReachable) -> {
      double[] out = Vectors.scaled(1 - share, probabilities);
      out[firstReachable] += share;
      return out;
    });
  }

  private static Bars picture(TabularSoftmax policy, double[] gradient, double[] mean) {
    Bars bars = new Bars("∇J, and the expectation of the estimate below each of its entries");
    for (int i = 0; i < gradient.length; i++) {
      String entry = "state " + i / policy.actions() + ", action " + i % policy.actions();
      bars.bar(entry, gradient[i]).bar("E[ĝ]", mean[i]);
    }
    return bars;
  }
}
