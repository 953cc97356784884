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
import io.tributary.lesson.exact.Episode;
import io.tributary.lesson.exact.Estimator;
import io.tributary.lesson.exact.ExactCase;
import io.tributary.lesson.exact.Expectation;
import io.tributary.lesson.exact.Problems;
import io.tributary.lesson.exact.StepWeights;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.picture.Bars;

/// What was earned before an action carries no information about it: dropping it keeps the expected gradient and lowers the variance.
public final class Causality implements Claim {
  private static final Option.Whole LAST = new Option.Whole("last", "step of the −10, in the episode that begins with +10", 50, 2, 1000);
  private static final double EXACT = 1e-9;
  private static final int POLICIES = 20;

  @Override
  public String slug() {
    return "causality";
  }

  @Override
  public String statement() {
    return "A reward times the score of a later action is 0 in expectation; weighting by the reward still to come keeps ∇J and mostly lowers the variance.";
  }

  @Override
  public List<Option> options() {
    return List.of(ExactCase.PROBLEM, ExactCase.HORIZON, ExactCase.GAMMA, ExactCase.SEED, LAST);
  }

  @Override
  public Without without() {
    return new Without("the step's own reward, so that the sum begins one step too late",
        "The reward of a step is the first thing its action influences: without it the expected gradient is another one.");
  }

  @Override
  public Result run(Chosen chosen) {
    ExactCase exact = ExactCase.of(chosen);
    double[] gradient = exact.gradient();
    Expectation total = exact.expectation(Estimator.ofEach("total return", episode -> StepWeights.totalReturn(episode.rewards(), exact.gamma())), 1);
    Expectation toGo = exact.expectation(toGo(exact, chosen.without()), 1);
    Table means = new Table("One episode's estimate, over all " + total.batches() + " episodes", "weights", "largest error of E", "variance")
        .row("total return", Vectors.distance(total.mean(), gradient), total.variance())
        .row(chosen.without() ? "reward-to-go, one step late" : "reward-to-go", Vectors.distance(toGo.mean(), gradient), toGo.variance());
    double past = past(exact);
    List<Check> checks = new ArrayList<>();
    checks.add(Check.atMost("largest |E[r_k·∇log π_t]| over k < t", past, EXACT));
    checks.add(Check.atMost("total return: largest |E[ĝ] − ∇J|", Vectors.distance(total.mean(), gradient), EXACT));
    checks.add(Check.atMost("reward-to-go: largest |E[ĝ] − ∇J|", Vectors.distance(toGo.mean(), gradient), EXACT));
    int lower = lower(chosen);
    means.row("policies of " + POLICIES + " with less variance by reward-to-go", "-", lower);
    checks.add(Check.atLeast("policies of " + POLICIES + " with less variance by reward-to-go", lower, POLICIES / 2.0 + 1));
    Bars picture = new Bars("Variance of one episode's estimate").bar("total return", total.variance()).bar("reward-to-go", toGo.variance());
    return new Result(List.of(pairs(exact), means, ten(chosen.intOf(LAST), exact.gamma())), picture, checks);
  }

  /// Of how many policies, this one and others of seeds behind it, reward-to-go has the smaller variance.
  private static int lower(Chosen chosen) {
    int lower = 0;
    for (int i = 0; i < POLICIES; i++) {
      ExactCase exact = new ExactCase(Problems.named(chosen.of(ExactCase.PROBLEM), chosen.intOf(ExactCase.HORIZON)), chosen.of(ExactCase.GAMMA),
          chosen.of(ExactCase.SEED) + i);
      double total = exact.expectation(Estimator.ofEach("total return", episode -> StepWeights.totalReturn(episode.rewards(), exact.gamma())), 1).variance();
      lower += exact.expectation(toGo(exact, false), 1).variance() < total ? 1 : 0;
    }
    return lower;
  }

  private static Estimator toGo(ExactCase exact, boolean late) {
    return Estimator.ofEach("reward-to-go", episode -> {
      double[] toGo = StepWeights.rewardToGo(episode.rewards(), exact.gamma());
      return StepWeights.discounted(late ? StepWeights.minus(toGo, episode.rewards()) : toGo, exact.gamma());
    });
  }

  /// The norm of E[r_k ∇log π_t] for every k and t.
  private static Table pairs(ExactCase exact) {
    int horizon = exact.problem().horizon();
    String[] columns = new String[horizon + 1];
    columns[0] = "‖E[r_k·∇log π_t]‖";
    for (int t = 0; t < horizon; t++) {
      columns[t + 1] = "action t=" + t;
    }
    Table table = new Table("Each reward with each action's score: nothing below the diagonal of equal times is lost by leaving out the past", columns);
    for (int k = 0; k < horizon; k++) {
      Object[] row = new Object[horizon + 1];
      row[0] = "reward k=" + k;
      for (int t = 0; t < horizon; t++) {
        row[t + 1] = Vectors.norm(pair(exact, k, t));
      }
      table.row(row);
    }
    return table;
  }

  private static double past(ExactCase exact) {
    double most = 0;
    for (int t = 1; t < exact.problem().horizon(); t++) {
      for (int k = 0; k < t; k++) {
        most = Math.max(most, Vectors.largest(pair(exact, k, t)));
      }
    }
    return most;
  }

  private static double[] pair(ExactCase exact, int k, int t) {
    return exact.expectation(Estimator.ofEach("pair", episode -> onlyPair(episode, k, t)), 1).mean();
  }

  private static double[] onlyPair(Episode episode, int k, int t) {
    double[] weights = new double[episode.length()];
    if (k < weights.length && t < weights.length) {
      weights[t] = episode.rewards()[k];
    }
    return weights;
  }

  /// +10 at the first step, −10 at the last, nothing between.
  private static Table ten(int last, double gamma) {
    double[] rewards = new double[last];
    rewards[0] = 10;
    rewards[last - 1] -= 10;
    double[] total = StepWeights.totalReturn(rewards, gamma);
    double[] plain = StepWeights.rewardToGo(rewards, 1);
    double[] toGo = StepWeights.rewardToGo(rewards, gamma);
    Table table = new Table("+10 at step 1 and −10 at step " + last + ": the weight of each action", "step", "total, γ = 1", "to go, γ = 1",
        "total, γ = " + Figure.shown(gamma), "to go, γ = " + Figure.shown(gamma));
    double[] plainTotal = StepWeights.totalReturn(rewards, 1);
    for (int step : new int[] {1, 2, last}) {
      table.row(step, plainTotal[step - 1], plain[step - 1], total[step - 1], toGo[step - 1]);
    }
    return table;
  }
}
