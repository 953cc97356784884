// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;

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
import io.tributary.lesson.picture.Lines;
import io.tributary.lesson.shipping.ShippingPath;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.Weighting;
import io.tributary.rl.random.CounterRandom;

/// λ between one-step TD and Monte Carlo: with the right V every λ is unbiased and a small one has less variance; with a wrong V only λ = 1 is unbiased.
public final class LambdaSpectrum implements Claim {
  private static final Option.Choice PROBLEM = new Option.Choice("problem", "which enumerable problem, none whose states no action changes",
      List.of("two-state", "early-end"));
  private static final Option.Real ERROR = new Option.Real("error", "standard deviation of what the wrong V is off by, drawn for each state and time", 2, 0.2, 5);
  private static final Option.Real SHARE = new Option.Real("share", "λ of the estimator in between", 0.95, 0.05, 0.99);
  private static final double[] LAMBDAS = {0, 0.25, 0.5, 0.75, 0.9, 1};
  private static final long ALL_BUT_ENDLESS = 1_000_000_000_000L;
  private static final long[] BATCHES = {1, 10, 100, 1_000, ALL_BUT_ENDLESS};
  private static final double EXACT = 1e-9;

  @Override
  public String slug() {
    return "lambda-spectrum";
  }

  @Override
  public String statement() {
    return "With the right V every λ is unbiased and a small λ has the least variance; with a wrong V only λ = 1, Monte Carlo, stays unbiased.";
  }

  @Override
  public List<Option> options() {
    return List.of(PROBLEM, ExactCase.HORIZON, ExactCase.GAMMA, ERROR, SHARE, ExactCase.SEED);
  }

  @Override
  public Without without() {
    return new Without("the right V: the wrong one takes its place",
        "Every λ < 1 believes V of the next state, and what V is off by goes into the gradient; this is when plain REINFORCE is to be preferred.");
  }

  @Override
  public Result run(Chosen chosen) {
    ExactCase exact = new ExactCase(Problems.named(chosen.of(PROBLEM), chosen.intOf(ExactCase.HORIZON)), chosen.of(ExactCase.GAMMA), chosen.of(ExactCase.SEED));
    Function<Episode, double[]> wrong = wrong(exact, chosen.of(ERROR), chosen.of(ExactCase.SEED));
    Function<Episode, double[]> right = chosen.without() ? wrong : episode -> exact.values().along(episode);
    double[] lambdas = lambdas(chosen.of(SHARE));
    double[] gradient = exact.gradient();
    Spectrum withRight = new Spectrum(exact, right, lambdas);
    Spectrum withWrong = new Spectrum(exact, wrong, lambdas);
    Table table = new Table("GAE(λ) of one episode: bias = ‖E[ĝ] − ∇J‖, with ‖∇J‖ = " + Figure.shown(Vectors.norm(gradient)), "λ",
        "right V: bias", "variance", "wrong V: bias", "variance", "wrong V, shipping code: error of E");
    double shipped = 0;
    for (int i = 0; i < lambdas.length; i++) {
      boolean tried = i == 0 || lambdas[i] == chosen.of(SHARE) || i == lambdas.length - 1;
      double error = tried ? shippingError(exact, wrong, lambdas[i], withWrong.expectations.get(i).mean()) : 0;
      shipped = Math.max(shipped, error);
      table.row(lambdas[i], withRight.bias(i), withRight.variance(i), withWrong.bias(i), withWrong.variance(i), tried ? error : "-");
    }
    Table best = new Table("λ of the least squared error, bias² + variance/N", "N episodes", "right V", "wrong V");
    for (long n : BATCHES) {
      best.row(n, lambdas[withRight.best(n)], lambdas[withWrong.best(n)]);
    }
    int last = lambdas.length - 1;
    List<Check> checks = new ArrayList<>();
    checks.add(Check.atMost("right V: largest bias over all λ", withRight.largestBias(), EXACT));
    checks.add(Check.below("right V: variance at λ = 0, against λ = 1", withRight.variance(0), withRight.variance(last)));
    checks.add(Check.atMost("wrong V: bias at λ = 1", withWrong.bias(last), EXACT));
    checks.add(Check.above("wrong V: bias at λ = 0", withWrong.bias(0), 1e-3));
    checks.add(Check.same("wrong V: best λ for " + ALL_BUT_ENDLESS + " episodes", lambdas[withWrong.best(ALL_BUT_ENDLESS)], 1.0));
    checks.add(Check.atMost("shipping code: largest error of E[ĝ]", shipped, 1e-4));
    checks.add(Check.atMost("λ = 1 is Monte Carlo minus V, largest difference", monteCarlo(exact, wrong), EXACT));
    Lines picture = new Lines("Wrong V: squared error for 1000 episodes against λ", "λ", false, "error", false)
        .line("bias² + variance/1000", lambdas, withWrong.errors(1000)).line("bias²", lambdas, withWrong.errors(Long.MAX_VALUE));
    return new Result(List.of(table, best), picture, checks);
  }

  private static double[] lambdas(double share) {
    return DoubleStream.concat(Arrays.stream(LAMBDAS), DoubleStream.of(share)).distinct().sorted().toArray();
  }

  /// V plus an error for each state and time.
  private static Function<Episode, double[]> wrong(ExactCase exact, double error, long seed) {
    long key = CounterRandom.stream(seed, "lesson.value");
    return episode -> {
      double[] out = exact.values().along(episode);
      for (int t = 0; t < episode.length(); t++) {
        out[t] += error * CounterRandom.gaussian(CounterRandom.key(key, t), episode.states()[t]);
      }
      return out;
    };
  }

  private static Estimator estimator(ExactCase exact, Function<Episode, double[]> values, double lambda) {
    return Estimator.ofEach("λ = " + lambda, episode -> StepWeights.discounted(
        StepWeights.generalizedAdvantage(episode.rewards(), values.apply(episode), exact.gamma(), lambda), exact.gamma()));
  }

  private static double shippingError(ExactCase exact, Function<Episode, double[]> values, double lambda, double[] expected) {
    LearnerSettings settings = Algorithms.named("reinforce-baseline").learner().change().weights(Weighting.GAE).discountStates(true).build();
    ShippingPath path = new ShippingPath(exact.policy(), settings);
    Function<Episode, Trajectory> recorded = episode -> path.trajectory(episode, exact.theta(), exact.gamma(), lambda, values.apply(episode));
    int size = exact.episodes().size() > 200 ? 1 : 2;
    Expectation shipped = Expectation.of(exact.episodes(), exact.probabilities(), size, path.estimator(exact.theta(), recorded));
    return Vectors.distance(shipped.mean(), expected);
  }

  private static double monteCarlo(ExactCase exact, Function<Episode, double[]> values) {
    double most = 0;
    for (Episode episode : exact.episodes()) {
      double[] advantage = StepWeights.generalizedAdvantage(episode.rewards(), values.apply(episode), exact.gamma(), 1);
      double[] plain = StepWeights.minus(StepWeights.rewardToGo(episode.rewards(), exact.gamma()), values.apply(episode));
      most = Math.max(most, Vectors.distance(advantage, plain));
    }
    return most;
  }

  /// What each λ does with one V.
  private static final class Spectrum {
    private final double[] gradient;
    private final List<Expectation> expectations = new ArrayList<>();

    Spectrum(ExactCase exact, Function<Episode, double[]> values, double[] lambdas) {
      gradient = exact.gradient();
      for (double lambda : lambdas) {
        expectations.add(exact.expectation(estimator(exact, values, lambda), 1));
      }
    }

    double bias(int i) {
      return Vectors.norm(Vectors.plus(expectations.get(i).mean(), -1, gradient));
    }

    double variance(int i) {
      return expectations.get(i).variance();
    }

    double largestBias() {
      double most = 0;
      for (int i = 0; i < expectations.size(); i++) {
        most = Math.max(most, bias(i));
      }
      return most;
    }

    double[] errors(long n) {
      double[] out = new double[expectations.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = bias(i) * bias(i) + variance(i) / n;
      }
      return out;
    }

    int best(long n) {
      double[] errors = errors(n);
      int best = 0;
      for (int i = 1; i < errors.length; i++) {
        best = errors[i] < errors[best] ? i : best;
      }
      return best;
    }
  }
}
