// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Figure;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.exact.ExactCase;
import io.tributary.lesson.exact.ExactGradient;
import io.tributary.lesson.exact.Problems;
import io.tributary.lesson.exact.TabularSoftmax;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.exact.Visits;
import io.tributary.lesson.picture.Bars;
import io.tributary.lesson.shipping.ShippingPath;

/// F = E[score·scoreᵀ] is the Hessian of KL(π_θ ‖ π_θ') at θ' = θ; F⁻¹∇J is the same change of the policy whatever the parameters are called, ∇J is not.
///
/// Parameters are the logits of all actions but the last, whose logit is 0: so F can be inverted. The other names φ are those of θ = g(φ),
/// g_i(φ) = φ_i + c·φ_i³ + c/2·φ_{i+1}.
public final class Fisher implements Claim {
  private static final Option.Choice PROBLEM = new Option.Choice("problem", "which enumerable problem, none with states that nobody acts in", List.of("two-state", "credit"));
  private static final Option.Real WARP = new Option.Real("warp", "c of the change of parameters", 0.6, 0.1, 1);
  private static final Option.Real LIMIT = new Option.Real("limit", "KL that a natural step is scaled to", 0.0002, 0.00001, 0.0005);
  private static final double STEP = 1e-5;
  private static final double SECOND_STEP = 1e-3;

  @Override
  public String slug() {
    return "fisher";
  }

  @Override
  public String statement() {
    return "Fisher information is E[score·scoreᵀ] and the Hessian of KL; the natural gradient is the same step under any names of the parameters, ∇J is not.";
  }

  @Override
  public List<Option> options() {
    return List.of(PROBLEM, ExactCase.HORIZON, ExactCase.GAMMA, WARP, LIMIT, ExactCase.SEED);
  }

  @Override
  public Without without() {
    return new Without("F⁻¹: the step is ∇J itself",
        "A gradient is steepest in the distance of the parameters it is written in; in others that distance is another, and so is the direction.");
  }

  @Override
  public Result run(Chosen chosen) {
    ExactCase exact = new ExactCase(Problems.named(chosen.of(PROBLEM), chosen.intOf(ExactCase.HORIZON)), chosen.of(ExactCase.GAMMA), chosen.of(ExactCase.SEED));
    Reduced reduced = new Reduced(exact);
    double[] phi = reduced.start();
    UnaryOperator<double[]> warp = p -> warped(p, chosen.of(WARP));
    double[] theta = warp.apply(phi);
    List<Check> checks = new ArrayList<>();
    Table identity = new Table("Two ways to the same matrix, and a policy that is no exponential family", "policy", "parameters", "largest entry of F",
        "largest |F − Hessian of KL|");
    hessian(identity, checks, "softmax on " + chosen.of(PROBLEM), theta, reduced::fisher, other -> reduced.klFrom(theta, other));
    Mixture mixture = new Mixture(chosen.of(ExactCase.SEED));
    hessian(identity, checks, "mixture of two softmaxes", mixture.theta(), mixture::fisher, other -> mixture.kl(mixture.theta(), other));
    Side plain = new Side(theta, UnaryOperator.identity(), reduced, chosen.without());
    Side renamed = new Side(phi, warp, reduced, chosen.without());
    Table steps = new Table("Directions as changes of the logits, from θ and from φ", "step", "cosine", "length from φ / from θ");
    steps.row("∇J", Vectors.cosine(plain.vanilla(), renamed.vanilla()), Vectors.norm(renamed.vanilla()) / Vectors.norm(plain.vanilla()));
    steps.row(chosen.without() ? "∇J in F⁻¹∇J's place" : "F⁻¹∇J", Vectors.cosine(plain.natural(), renamed.natural()),
        Vectors.norm(renamed.natural()) / Vectors.norm(plain.natural()));
    double relative = Vectors.norm(Vectors.plus(renamed.natural(), -1, plain.natural())) / Vectors.norm(plain.natural());
    checks.add(Check.atMost("natural gradient: relative distance of the two changes", relative, 1e-4));
    double vanilla = Vectors.norm(Vectors.plus(renamed.vanilla(), -1, plain.vanilla())) / Vectors.norm(plain.vanilla());
    checks.add(Check.above("∇J: relative distance of the two changes", vanilla, 0.01));
    checks.add(Check.atMost("shipping Fisher product F·∇J, relative error (float)", shippingError(exact), 1e-4));
    Bars picture = new Bars("KL of one step from three policies: ∇J of length 0.1, natural scaled to the limit");
    Table equal = equalSteps(chosen, checks, picture);
    return new Result(List.of(identity, steps, equal), picture, checks);
  }

  private static double[] warped(double[] phi, double strength) {
    double[] out = new double[phi.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = phi[i] + strength * phi[i] * phi[i] * phi[i] + strength / 2 * phi[(i + 1) % phi.length];
    }
    return out;
  }

  private interface Matrix {
    double[][] at(double[] theta);
  }

  private static void hessian(Table table, List<Check> checks, String name, double[] theta, Matrix fisher, ToDoubleFunction<double[]> klFrom) {
    double[][] f = fisher.at(theta);
    double most = 0;
    double error = 0;
    for (int i = 0; i < theta.length; i++) {
      for (int j = 0; j < theta.length; j++) {
        double second = secondDifference(klFrom, theta, i, j);
        most = Math.max(most, Math.abs(f[i][j]));
        error = Math.max(error, Math.abs(f[i][j] - second));
      }
    }
    table.row(name, theta.length, most, error);
    checks.add(Check.atMost(name + ": largest |F − Hessian of KL|", error, 1e-5));
  }

  private static double secondDifference(ToDoubleFunction<double[]> f, double[] theta, int i, int j) {
    double sum = 0;
    for (int[] signs : new int[][] {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}}) {
      double[] moved = theta.clone();
      moved[i] += signs[0] * SECOND_STEP / 2;
      moved[j] += signs[1] * SECOND_STEP / 2;
      sum += signs[0] * signs[1] * f.applyAsDouble(moved);
    }
    return sum / (SECOND_STEP * SECOND_STEP);
  }

  /// F·v of the unreduced policy by the shipping code against E[score·(scoreᵀ·v)].
  private static double shippingError(ExactCase exact) {
    double[] stateWeights = new Reduced(exact).stateWeights;
    double[] v = exact.gradient();
    double[] expected = new double[v.length];
    for (int s = 0; s < exact.policy().states(); s++) {
      for (int a = 0; a < exact.policy().actions(); a++) {
        double[] score = new double[v.length];
        exact.policy().addScore(exact.theta(), s, a, 1, score);
        Vectors.add(stateWeights[s] * exact.policy().probability(exact.theta(), s, a) * Vectors.dot(score, v), score, expected);
      }
    }
    double[] shipped = ShippingPath.fisherProduct(exact.policy(), exact.theta(), stateWeights, v);
    return Vectors.distance(shipped, expected) / Vectors.largest(expected);
  }

  /// That equal lengths of ∇J are unequal changes of the policy, and natural steps equal ones.
  private static Table equalSteps(Chosen chosen, List<Check> checks, Bars picture) {
    double limit = chosen.of(LIMIT);
    Table table = new Table("One step from three policies, the further the more decided", "logits times", "KL of ∇J, length 0.1", "KL of F⁻¹∇J, scaled to " + Figure.shown(limit));
    double off = 0;
    for (double scale : new double[] {0, 2, 4}) {
      ExactCase exact = new ExactCase(Problems.named(chosen.of(PROBLEM), chosen.intOf(ExactCase.HORIZON)), chosen.of(ExactCase.GAMMA), chosen.of(ExactCase.SEED));
      Reduced reduced = new Reduced(exact);
      double[] theta = Vectors.scaled(scale, reduced.start());
      double[] gradient = reduced.gradient(theta);
      double[][] fisher = reduced.fisher(theta);
      double[] natural = Vectors.solve(fisher, gradient);
      double square = Vectors.dot(natural, gradient);
      double vanillaKl = reduced.klFrom(theta, Vectors.plus(theta, 0.1 / Vectors.norm(gradient), gradient));
      double naturalKl = reduced.klFrom(theta, Vectors.plus(theta, Math.sqrt(2 * limit / square), natural));
      table.row(scale, vanillaKl, naturalKl);
      picture.bar("∇J, logits × " + Figure.shown(scale), vanillaKl).bar("natural", naturalKl);
      off = Math.max(off, Math.abs(naturalKl / limit - 1));
    }
    checks.add(Check.atMost("natural steps: largest relative distance of their KL from the limit", off, 0.2));
    return table;
  }

  /// The problem's policy with one parameter less in each state, and F and KL as means over the states it visits.
  private static final class Reduced {
    private final ExactCase exact;
    private final TabularSoftmax policy;
    private final double[] stateWeights;

    Reduced(ExactCase exact) {
      this.exact = exact;
      policy = exact.policy();
      Visits visits = Visits.of(exact.problem(), policy, exact.theta());
      stateWeights = new double[policy.states()];
      for (int t = 0; t < visits.horizon(); t++) {
        for (int s = 0; s < policy.states(); s++) {
          stateWeights[s] += visits.of(t, s) / visits.horizon();
        }
      }
    }

    double[] start() {
      double[] out = new double[policy.states() * (policy.actions() - 1)];
      System.arraycopy(exact.theta(), 0, out, 0, out.length);
      return out;
    }

    private double[] logits(double[] theta) {
      double[] out = new double[policy.parameters()];
      int free = policy.actions() - 1;
      for (int s = 0; s < policy.states(); s++) {
        System.arraycopy(theta, s * free, out, s * policy.actions(), free);
      }
      return out;
    }

    double objective(double[] theta) {
      return ExactGradient.objective(exact.episodes(), policy, logits(theta), exact.gamma());
    }

    double[] gradient(double[] theta) {
      return ExactGradient.byDifferences(this::objective, theta, STEP);
    }

    double[][] fisher(double[] theta) {
      return fisher(theta, UnaryOperator.identity());
    }

    /// E[score·scoreᵀ] in the parameters that `names` turns into θ; scores by differences.
    double[][] fisher(double[] parameters, UnaryOperator<double[]> names) {
      double[][] out = new double[parameters.length][parameters.length];
      double[] at = logits(names.apply(parameters));
      for (int s = 0; s < policy.states(); s++) {
        for (int a = 0; a < policy.actions(); a++) {
          int state = s;
          int action = a;
          double[] score = ExactGradient.byDifferences(
              moved -> StrictMath.log(policy.probability(logits(names.apply(moved)), state, action)), parameters, STEP);
          for (int i = 0; i < score.length; i++) {
            Vectors.add(stateWeights[s] * policy.probability(at, s, a) * score[i], score, out[i]);
          }
        }
      }
      return out;
    }

    double klFrom(double[] first, double[] second) {
      double sum = 0;
      for (int s = 0; s < policy.states(); s++) {
        sum += stateWeights[s] * policy.klFromTo(logits(first), logits(second), s);
      }
      return sum;
    }
  }

  /// Both steps taken in some parameters, as the change of θ they make.
  private static final class Side {
    private final double[] parameters;
    private final UnaryOperator<double[]> names;
    private final double[] gradient;
    private final double[] step;

    Side(double[] parameters, UnaryOperator<double[]> names, Reduced reduced, boolean plain) {
      this.parameters = parameters;
      this.names = names;
      gradient = ExactGradient.byDifferences(moved -> reduced.objective(names.apply(moved)), parameters, STEP);
      step = plain ? gradient : Vectors.solve(reduced.fisher(parameters, names), gradient);
    }

    double[] vanilla() {
      return inTheta(gradient);
    }

    double[] natural() {
      return inTheta(step);
    }

    private double[] inTheta(double[] direction) {
      double[] up = names.apply(Vectors.plus(parameters, STEP, direction));
      return Vectors.scaled(1 / (2 * STEP), Vectors.plus(up, -1, names.apply(Vectors.plus(parameters, -STEP, direction))));
    }
  }

  /// 0.3·softmax(θ_0, θ_1, 0) + 0.7·softmax(θ_2, θ_3, 0): regular, but no exponential family.
  private record Mixture(double[] theta) {
    private static final TabularSoftmax PART = new TabularSoftmax(1, 3);
    private static final double FIRST = 0.3;

    Mixture(long seed) {
      this(ExactCase.drawn(new TabularSoftmax(2, 2), seed, "lesson.mixture"));
    }

    private static double probability(double[] theta, int action) {
      return FIRST * PART.probability(new double[] {theta[0], theta[1], 0}, 0, action)
          + (1 - FIRST) * PART.probability(new double[] {theta[2], theta[3], 0}, 0, action);
    }

    double[][] fisher(double[] at) {
      double[][] out = new double[at.length][at.length];
      for (int a = 0; a < PART.actions(); a++) {
        int action = a;
        double[] score = ExactGradient.byDifferences(moved -> StrictMath.log(probability(moved, action)), at, STEP);
        for (int i = 0; i < score.length; i++) {
          Vectors.add(probability(at, a) * score[i], score, out[i]);
        }
      }
      return out;
    }

    double kl(double[] first, double[] second) {
      double sum = 0;
      for (int a = 0; a < PART.actions(); a++) {
        sum += probability(first, a) * (StrictMath.log(probability(first, a)) - StrictMath.log(probability(second, a)));
      }
      return sum;
    }
  }
}
