// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.exact.Episode;
import io.tributary.lesson.exact.Estimator;
import io.tributary.lesson.exact.ExactCase;
import io.tributary.lesson.exact.Expectation;
import io.tributary.lesson.exact.Problems;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.picture.Lines;
import io.tributary.lesson.shipping.JudgedEstimators;
import io.tributary.rl.random.CounterRandom;

/// The variance of the mean of N independent episodes is that of one, divided by N: exactly for small N, and drawn for larger ones.
public final class SampleVariance implements Claim {
  private static final Option.Whole HORIZON = new Option.Whole("horizon", "the most steps of an episode", 2, 2, 3);
  private static final Option.Whole DRAWS = new Option.Whole("draws", "batches drawn for each N", 4000, 1000, 200, 1_000_000);
  private static final Option.Whole SAMPLING = new Option.Whole("sampling", "seed of the draws", 1, 0, 1_000_000);
  private static final int[] DRAWN = {4, 16, 64, 256};
  private static final int EXACTLY = 3;
  /// Standard deviations beyond which a normal variable lies once in a million.
  private static final double SIGMAS = 4.8916;
  private static final double FALSE_ALARM = 1e-6 * DRAWN.length;

  @Override
  public String slug() {
    return "sample-variance";
  }

  @Override
  public String statement() {
    return "The variance of the estimate falls as 1/N with the number N of independent episodes.";
  }

  @Override
  public List<Option> options() {
    return List.of(ExactCase.PROBLEM, HORIZON, ExactCase.GAMMA, ExactCase.SEED, DRAWS, SAMPLING);
  }

  @Override
  public Without without() {
    return new Without("independence: a batch is one episode, N times", "What was seen before adds nothing: copies have the variance of one, however many.");
  }

  @Override
  public Result run(Chosen chosen) {
    ExactCase exact = new ExactCase(Problems.named(chosen.of(ExactCase.PROBLEM), chosen.intOf(HORIZON)), chosen.of(ExactCase.GAMMA), chosen.of(ExactCase.SEED));
    Estimator estimator = new JudgedEstimators(exact).none().reference();
    double one = exact.expectation(estimator, 1).variance();
    Table table = new Table("E‖ĝ − ∇J‖² by the number of episodes", "N", "variance", "times N", "how", "± (once in a million beyond)");
    List<Check> checks = new ArrayList<>();
    List<Double> sizes = new ArrayList<>();
    List<Double> variances = new ArrayList<>();
    for (int n = 1; n <= EXACTLY && (n < EXACTLY || exact.episodes().size() < 60); n++) {
      int size = n;
      double variance = chosen.without() ? copies(exact, estimator, size) : exact.expectation(estimator, n).variance();
      table.row(n, variance, variance * n, "all batches", 0.0);
      checks.add(Check.equal("N = " + n + ": variance × N, against one episode's", variance * n, one, 1e-9 * Math.max(1, one)));
      sizes.add((double) n);
      variances.add(variance);
    }
    for (int n : DRAWN) {
      double[] squares = draw(exact, estimator, n, chosen);
      double mean = Vectors.mean(squares);
      double half = SIGMAS * deviation(squares, mean) / Math.sqrt(squares.length);
      table.row(n, mean, mean * n, squares.length + " drawn", half);
      checks.add(Check.within("N = " + n + ": variance", mean, half, one / n, FALSE_ALARM));
      sizes.add((double) n);
      variances.add(mean);
    }
    double[] x = sizes.stream().mapToDouble(Double::doubleValue).toArray();
    Lines picture = new Lines("Variance against N: a line of slope −1", "N", true, "variance", true)
        .line("variance", x, variances.stream().mapToDouble(Double::doubleValue).toArray());
    return new Result(List.of(table), picture, checks);
  }

  /// The variance of batches that hold one episode N times.
  private static double copies(ExactCase exact, Estimator estimator, int size) {
    return Expectation.of(exact.episodes(), exact.probabilities(), 1,
        batch -> estimator.estimate(exact.policy(), exact.theta(), Collections.nCopies(size, batch.get(0)))).variance();
  }

  /// ‖ĝ − ∇J‖² of batches drawn.
  private static double[] draw(ExactCase exact, Estimator estimator, int n, Chosen chosen) {
    double[] gradient = exact.gradient();
    double[][] ofOne = exact.episodes().stream().map(episode -> estimator.estimate(exact.policy(), exact.theta(), List.of(episode))).toArray(double[][]::new);
    double[] cumulative = exact.probabilities();
    for (int i = 1; i < cumulative.length; i++) {
      cumulative[i] += cumulative[i - 1];
    }
    long key = CounterRandom.key(CounterRandom.stream(chosen.of(SAMPLING), "lesson.batches"), n);
    double[] squares = new double[chosen.intOf(DRAWS)];
    for (int draw = 0; draw < squares.length; draw++) {
      double[] off = Vectors.scaled(-1, gradient);
      for (int i = 0; i < n; i++) {
        double uniform = CounterRandom.uniform(CounterRandom.key(key, draw), chosen.without() ? 0 : i);
        Vectors.add(1.0 / n, ofOne[index(cumulative, uniform, exact.episodes())], off);
      }
      squares[draw] = Vectors.dot(off, off);
    }
    return squares;
  }

  private static int index(double[] cumulative, double uniform, List<Episode> episodes) {
    int i = 0;
    while (i < episodes.size() - 1 && uniform >= cumulative[i]) {
      i++;
    }
    return i;
  }

  private static double deviation(double[] x, double mean) {
    double squares = 0;
    for (double entry : x) {
      squares += (entry - mean) * (entry - mean);
    }
    return Math.sqrt(squares / (x.length - 1));
  }
}
