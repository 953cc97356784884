// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.exact.ExactGradient;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.picture.Bars;
import io.tributary.rl.distribution.Distribution;
import io.tributary.rl.random.CounterRandom;

/// ∇p = p·∇log p, and so E[∇log p] = ∇ Σ p = ∇ 1 = 0, for each family of action distributions.
///
/// Categorical families are summed over all actions; the Gaussian is integrated by Gauss and Hermite's rule of five nodes, which is exact for its score
/// (a polynomial of degree 2 in the action).
public final class ScoreZeroMean implements Claim {
  private static final Option.Whole ACTIONS = new Option.Whole("actions", "actions of each choice", 3, 2, 8);
  private static final Option.Real SPREAD = new Option.Real("spread", "standard deviation of the parameters drawn", 1, 0.1, 3);
  private static final Option.Whole SEED = new Option.Whole("seed", "draws the parameters", 1, 0, 1_000_000);
  private static final double STEP = 1e-5;

  /// Nodes and weights for ∫ f(z) φ(z) dz, φ the standard normal density: the roots of He₅.
  private static final double[] NODES = {-Math.sqrt(5 + Math.sqrt(10)), -Math.sqrt(5 - Math.sqrt(10)), 0, Math.sqrt(5 - Math.sqrt(10)),
      Math.sqrt(5 + Math.sqrt(10))};
  private static final double[] NODE_WEIGHTS = {(7 - 2 * Math.sqrt(10)) / 60, (7 + 2 * Math.sqrt(10)) / 60, 8.0 / 15, (7 + 2 * Math.sqrt(10)) / 60,
      (7 - 2 * Math.sqrt(10)) / 60};

  @Override
  public String slug() {
    return "score-zero-mean";
  }

  @Override
  public String statement() {
    return "∇p = p·∇log p, so a gradient of an expectation is again an expectation; and the score ∇log p has mean zero, for each distribution.";
  }

  @Override
  public List<Option> options() {
    return List.of(ACTIONS, SPREAD, SEED);
  }

  @Override
  public Without without() {
    return new Without("the normaliser of the density (the sum of exponentials; the σ before the exponential)",
        "Only what adds up to 1 for every θ has a gradient that adds up to 0: the score of an unnormalised density has another mean.");
  }

  @Override
  public Result run(Chosen chosen) {
    int n = chosen.intOf(ACTIONS);
    Family[] families = {new Softmax("softmax", n, 1), new Softmax("two softmaxes at once", n, 2), new Gaussian()};
    Table table = new Table("Scores by the definition, and as the distributions that ship compute them", "distribution", "parameters",
        "largest |∇p − p·∇log p|", "largest |E[score]|", "E‖score‖²", "shipping code: largest |E[score]|");
    List<Check> checks = new ArrayList<>();
    Bars picture = new Bars("Probability-weighted scores of the softmax's first parameter, by action: they add up to zero");
    for (Family family : families) {
      double[] theta = IntStream.range(0, family.parameters())
          .mapToDouble(i -> (float) (chosen.of(SPREAD) * CounterRandom.gaussian(CounterRandom.key(chosen.of(SEED), family.name()), i))).toArray();
      Sums sums = sums(family, theta, chosen.without());
      double shipped = Vectors.largest(family.shippedMean(theta));
      table.row(family.name(), family.parameters(), sums.identity(), Vectors.largest(sums.mean()), sums.squares(), shipped);
      checks.add(Check.atMost(family.name() + ": largest |∇p − p·∇log p|", sums.identity(), 1e-7));
      checks.add(Check.atMost(family.name() + ": largest |E[score]|", Vectors.largest(sums.mean()), 1e-12));
      checks.add(Check.atMost(family.name() + ", shipping code: largest |E[score]|", shipped, 1e-5));
      if (family.equals(families[0])) {
        for (int a = 0; a < n; a++) {
          picture.bar("action " + a, family.weight(theta, a) * family.score(theta, a, chosen.without())[0]);
        }
      }
    }
    return new Result(List.of(table), picture, checks);
  }

  private record Sums(double identity, double[] mean, double squares) {}

  private static Sums sums(Family family, double[] theta, boolean unnormalised) {
    double identity = 0;
    double[] mean = new double[theta.length];
    double squares = 0;
    for (int outcome = 0; outcome < family.outcomes(); outcome++) {
      int now = outcome;
      double[] action = family.action(theta, now);
      double[] score = family.score(theta, now, unnormalised);
      double[] differences = ExactGradient.byDifferences(moved -> family.density(moved, now, action), theta, STEP);
      identity = Math.max(identity, Vectors.distance(differences, Vectors.scaled(family.density(theta, now, action), score)));
      Vectors.add(family.weight(theta, now), score, mean);
      squares += family.weight(theta, now) * Vectors.dot(score, score);
    }
    return new Sums(identity, mean, squares);
  }

  /// A distribution with finitely many outcomes, or finitely many nodes that stand for all.
  private interface Family {
    String name();

    int parameters();

    int outcomes();

    /// What an outcome counts in an expectation.
    double weight(double[] theta, int outcome);

    /// The real action of an outcome; empty where the outcome itself is the action.
    double[] action(double[] theta, int outcome);

    /// p(action).
    double density(double[] theta, int outcome, double[] action);

    double[] score(double[] theta, int outcome, boolean unnormalised);

    /// E[score] with the shipping distribution's gradients.
    double[] shippedMean(double[] theta);
  }


  /// Independent softmaxes, outcome = the choices as the digits of a number.
  private record Softmax(String name, int actions, int choices) implements Family {
    @Override
    public int parameters() {
      return actions * choices;
    }

    @Override
    public int outcomes() {
      return choices == 1 ? actions : actions * actions;
    }

    private int chosen(int outcome, int choice) {
      return choice == 0 ? outcome % actions : outcome / actions;
    }

    private double probability(double[] theta, int choice, int action) {
      double sum = 0;
      for (int a = 0; a < actions; a++) {
        sum += StrictMath.exp(theta[choice * actions + a]);
      }
      return StrictMath.exp(theta[choice * actions + action]) / sum;
    }

    @Override
    public double weight(double[] theta, int outcome) {
      double product = 1;
      for (int c = 0; c < choices; c++) {
        product *= probability(theta, c, chosen(outcome, c));
      }
      return product;
    }

    @Override
    public double[] action(double[] theta, int outcome) {
      return new double[0];
    }

    @Override
    public double density(double[] theta, int outcome, double[] action) {
      return weight(theta, outcome);
    }

    @Override
    public double[] score(double[] theta, int outcome, boolean unnormalised) {
      double[] out = new double[theta.length];
      for (int i = 0; i < theta.length; i++) {
        int action = i % actions;
        out[i] = (chosen(outcome, i / actions) == action ? 1 : 0) - (unnormalised ? 0 : probability(theta, i / actions, action));
      }
      return out;
    }

    @Override
    public double[] shippedMean(double[] theta) {
      Distribution shipping = choices == 1 ? Distribution.categorical(actions) : Distribution.categoricalProduct(actions, actions);
      float[] outputs = new float[outcomes() * theta.length];
      int[] taken = new int[outcomes() * choices];
      float[] weights = new float[outcomes()];
      for (int outcome = 0; outcome < outcomes(); outcome++) {
        for (int i = 0; i < theta.length; i++) {
          outputs[outcome * theta.length + i] = (float) theta[i];
        }
        for (int c = 0; c < choices; c++) {
          taken[outcome * choices + c] = chosen(outcome, c);
        }
        weights[outcome] = (float) weight(theta, outcome);
      }
      float[] gradient = new float[outputs.length];
      shipping.addGradient(outputs, new float[0], 0, null, null, taken, null, outcomes(), weights, null, gradient, new float[0], 0);
      double[] out = new double[theta.length];
      for (int i = 0; i < gradient.length; i++) {
        out[i % theta.length] += gradient[i];
      }
      return out;
    }
  }

  /// One real action; parameters μ and log σ.
  private record Gaussian() implements Family {
    @Override
    public String name() {
      return "Gaussian, μ and log σ";
    }

    @Override
    public int parameters() {
      return 2;
    }

    @Override
    public int outcomes() {
      return NODES.length;
    }

    @Override
    public double weight(double[] theta, int outcome) {
      return NODE_WEIGHTS[outcome];
    }

    @Override
    public double[] action(double[] theta, int outcome) {
      return new double[] {theta[0] + StrictMath.exp(theta[1]) * NODES[outcome]};
    }

    @Override
    public double density(double[] theta, int outcome, double[] action) {
      double z = (action[0] - theta[0]) / StrictMath.exp(theta[1]);
      return StrictMath.exp(-0.5 * z * z - theta[1]) / Math.sqrt(2 * Math.PI);
    }

    @Override
    public double[] score(double[] theta, int outcome, boolean unnormalised) {
      double z = NODES[outcome];
      return new double[] {z / StrictMath.exp(theta[1]), z * z - (unnormalised ? 0 : 1)};
    }

    @Override
    public double[] shippedMean(double[] theta) {
      float[] means = new float[NODES.length];
      float[] actions = new float[NODES.length];
      float[] weights = new float[NODES.length];
      for (int node = 0; node < NODES.length; node++) {
        means[node] = (float) theta[0];
        actions[node] = (float) action(theta, node)[0];
        weights[node] = (float) NODE_WEIGHTS[node];
      }
      float[] ofMeans = new float[NODES.length];
      float[] ofLogStd = new float[1];
      Distribution.diagonalGaussian(1).addGradient(means, new float[] {(float) theta[1]}, 0, null, null, null, actions, NODES.length, weights, null, ofMeans,
          ofLogStd, 0);
      double sum = 0;
      for (float entry : ofMeans) {
        sum += entry;
      }
      return new double[] {sum, ofLogStd[0]};
    }
  }
}
