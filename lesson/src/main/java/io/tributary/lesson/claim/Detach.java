// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.exact.Episode;
import io.tributary.lesson.exact.ExactCase;
import io.tributary.lesson.exact.ExactGradient;
import io.tributary.lesson.exact.StepWeights;
import io.tributary.lesson.exact.TabularSoftmax;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.exact.Visits;
import io.tributary.lesson.picture.Bars;

/// The weights in the surrogate must be constants: a gradient that flows through them adds a term of its own.
///
/// What an automatic differentiation would do with a surrogate is what differences of it show, with the data held fixed.
public final class Detach implements Claim {
  private static final Option.Real SHARING = new Option.Real("sharing", "κ in V_θ(s) = κ·θ_{s,0}: how strongly value and policy share a parameter", 0.5, 0.1, 3);
  private static final double STEP = 1e-5;
  private static final double EXACT = 1e-7;

  @Override
  public String slug() {
    return "detach";
  }

  @Override
  public String statement() {
    return "Weights in the surrogate are constants; where a gradient flows through a value or a ratio, a term is added that is no part of ∇J.";
  }

  @Override
  public List<Option> options() {
    return List.of(ExactCase.PROBLEM, ExactCase.HORIZON, ExactCase.GAMMA, SHARING, ExactCase.SEED);
  }

  @Override
  public Without without() {
    return new Without("detaching: the gradient flows through V_θ(s) as well",
        "The surrogate's gradient then has −log π(a|s)·∇V_θ(s) in it, which is H(s)·∇V_θ(s) in expectation: it raises the value wherever the policy is undecided.");
  }

  @Override
  public Result run(Chosen chosen) {
    ExactCase exact = ExactCase.of(chosen);
    double sharing = chosen.of(SHARING);
    double[] gradient = exact.gradient();
    double[] detached = differences(exact, theta -> surrogate(exact, theta, exact.theta(), sharing));
    double[] attached = differences(exact, theta -> surrogate(exact, theta, theta, sharing));
    double[] extra = predicted(exact, sharing);
    double[] used = chosen.without() ? attached : detached;
    double[] ratio = differences(exact, theta -> ratios(exact, theta, Ratio.ALONE));
    double[] weight = differences(exact, theta -> ratios(exact, theta, Ratio.DETACHED_TIMES_LOG));
    double[] both = differences(exact, theta -> ratios(exact, theta, Ratio.ATTACHED_TIMES_LOG));
    Table table = new Table("Gradients of surrogates over all " + exact.episodes().size() + " episodes", "surrogate", "‖gradient‖", "largest distance from ∇J");
    row(table, "Σ γ^t log π·(G − V), V held fixed", detached, gradient);
    row(table, "Σ γ^t log π·(G − V_θ), flowing through V", attached, gradient);
    row(table, "Σ γ^t ρ_θ·G, ρ = π_θ/μ at π_θ = μ", ratio, gradient);
    row(table, "Σ γ^t ρ·log π·G, ρ held fixed", weight, gradient);
    row(table, "Σ γ^t ρ_θ·log π·G, flowing through ρ", both, gradient);
    Table terms = new Table("The extra term, entry by entry", "parameter", "∇J", "flowing through V", "difference", "Σ γ^t d_t(s)·H(s)·∇V_θ(s)");
    Bars picture = new Bars("What flows through V and does not belong to ∇J");
    for (int i = 0; i < gradient.length; i++) {
      String name = "state " + i / exact.policy().actions() + ", action " + i % exact.policy().actions();
      terms.row(name, gradient[i], attached[i], attached[i] - gradient[i], extra[i]);
      picture.bar(name, attached[i] - gradient[i]);
    }
    List<Check> checks = new ArrayList<>();
    checks.add(Check.atMost("surrogate used, against ∇J", Vectors.distance(used, gradient), EXACT));
    checks.add(Check.atMost("extra term, against H(s)·∇V(s)", Vectors.distance(Vectors.plus(attached, -1, gradient), extra), EXACT));
    checks.add(Check.above("size of the extra term", Vectors.largest(extra), 1e-3));
    checks.add(Check.atMost("ratio alone, against ∇J", Vectors.distance(ratio, gradient), EXACT));
    checks.add(Check.atMost("ratio as a fixed weight, against ∇J", Vectors.distance(weight, gradient), EXACT));
    checks.add(Check.above("ratio flowing beside log π, distance from ∇J", Vectors.distance(both, gradient), 1e-3));
    return new Result(List.of(table, terms), picture, checks);
  }

  private static void row(Table table, String name, double[] found, double[] gradient) {
    table.row(name, Vectors.norm(found), Vectors.distance(found, gradient));
  }

  private static double[] differences(ExactCase exact, ToDoubleFunction<double[]> surrogate) {
    return ExactGradient.byDifferences(surrogate, exact.theta(), STEP);
  }

  /// E over the data of the fixed policy of Σ_t γ^t·log π_θ(a_t|s_t)·(G_t − V(s_t)), V(s) = κ·`forValue`_{s,0}.
  private static double surrogate(ExactCase exact, double[] theta, double[] forValue, double sharing) {
    TabularSoftmax policy = exact.policy();
    double[] probabilities = exact.probabilities();
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      Episode episode = exact.episodes().get(i);
      double[] toGo = StepWeights.rewardToGo(episode.rewards(), exact.gamma());
      double discount = 1;
      for (int t = 0; t < episode.length(); t++) {
        int state = episode.states()[t];
        double value = sharing * forValue[state * policy.actions()];
        sum += probabilities[i] * discount * StrictMath.log(policy.probability(theta, state, episode.actions()[t])) * (toGo[t] - value);
        discount *= exact.gamma();
      }
    }
    return sum;
  }

  /// −E[Σ_t γ^t log π ∇V] = Σ_t γ^t Σ_s d_t(s) H(s) ∇V(s).
  private static double[] predicted(ExactCase exact, double sharing) {
    Visits visits = Visits.of(exact.problem(), exact.policy(), exact.theta());
    double[] out = new double[exact.theta().length];
    double discount = 1;
    for (int t = 0; t < visits.horizon(); t++) {
      for (int s = 0; s < exact.policy().states(); s++) {
        out[s * exact.policy().actions()] += discount * visits.of(t, s) * exact.policy().entropy(exact.theta(), s) * sharing;
      }
      discount *= exact.gamma();
    }
    return out;
  }

  private enum Ratio {
    ALONE,
    DETACHED_TIMES_LOG,
    ATTACHED_TIMES_LOG
  }

  private static double ratios(ExactCase exact, double[] theta, Ratio how) {
    TabularSoftmax policy = exact.policy();
    double[] probabilities = exact.probabilities();
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      Episode episode = exact.episodes().get(i);
      double[] toGo = StepWeights.discounted(StepWeights.rewardToGo(episode.rewards(), exact.gamma()), exact.gamma());
      double[] ratios = StepWeights.ratios(episode, policy, theta, exact.theta());
      for (int t = 0; t < episode.length(); t++) {
        double log = StrictMath.log(policy.probability(theta, episode.states()[t], episode.actions()[t]));
        sum += probabilities[i] * toGo[t] * switch (how) {
          case ALONE -> ratios[t];
          case DETACHED_TIMES_LOG -> log;
          case ATTACHED_TIMES_LOG -> ratios[t] * log;
        };
      }
    }
    return sum;
  }
}
