// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.exact.EnumerableProblem;
import io.tributary.lesson.exact.ExactCase;
import io.tributary.lesson.exact.Problems;
import io.tributary.lesson.exact.TabularSoftmax;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.picture.Lines;
import io.tributary.rl.random.CounterRandom;

/// Importance weights average to 1, but the weight of a whole trajectory is a product whose variance grows exponentially with its length.
///
/// Moments are exact for any length, by the recursion m_{t+1}(s') = Σ_s m_t(s) Σ_a μ(a|s)·ρ(s, a)^k·p(s'|s, a), m_0 = p(s_0): Σ_s m_T(s) = E_μ[w^k].
public final class ImportanceWeights implements Claim {
  private static final Option.Choice PROBLEM = new Option.Choice("problem", "which enumerable problem, none whose episodes end early", List.of("two-state", "credit"));
  private static final Option.Whole LONGEST = new Option.Whole("longest", "the most steps T", 100, 40, 10, 200);
  private static final Option.Real APART = new Option.Real("apart", "how far π's parameters are from μ's", 1, 0.1, 2);
  private static final Option.Whole SAMPLES = new Option.Whole("samples", "trajectories drawn for each T", 1000, 200, 100, 100_000);
  private static final double EXACT = 1e-9;

  @Override
  public String slug() {
    return "importance-weights";
  }

  @Override
  public String statement() {
    return "E[w] = 1; the variance of a trajectory's weight grows exponentially with its length, that of a single step's ratio does not.";
  }

  @Override
  public List<Option> options() {
    return List.of(PROBLEM, LONGEST, APART, SAMPLES, ExactCase.SEED);
  }

  @Override
  public Without without() {
    return new Without("μ's support: in one state μ never takes an action that π takes",
        "No weight can make up for what never happens: E[w] is the probability that π stays within what μ does.");
  }

  @Override
  public Result run(Chosen chosen) {
    int longest = chosen.intOf(LONGEST);
    int[] lengths = {1, 2, longest / 8, longest / 4, longest / 2, longest};
    Table table = new Table("Exact moments over μ's trajectories, and " + chosen.of(SAMPLES) + " drawn", "T", "E[w]", "variance of w", "share of useful samples",
        "largest variance of a step's ratio", "drawn: mean w", "largest share of one", "effective share");
    List<Check> checks = new ArrayList<>();
    double[] x = new double[longest];
    double[] whole = new double[longest];
    double[] step = new double[longest];
    double worst = 0;
    for (int t = 1; t <= longest; t++) {
      Pair pair = new Pair(chosen, t);
      double second = pair.moment(2);
      x[t - 1] = t;
      whole[t - 1] = second - 1;
      step[t - 1] = pair.stepVariance();
      worst = Math.max(worst, Math.abs(pair.moment(1) - 1));
      for (int length : lengths) {
        if (length == t) {
          Drawn drawn = pair.draw(chosen.intOf(SAMPLES), chosen.of(ExactCase.SEED));
          table.row(t, pair.moment(1), second - 1, 1 / second, step[t - 1], drawn.mean(), drawn.largestShare(), drawn.effectiveShare());
          break;
        }
      }
    }
    checks.add(Check.atMost("largest |E[w] − 1| over all T", worst, EXACT));
    double early = growth(whole, 1, longest / 2);
    double late = growth(whole, longest / 2, longest);
    checks.add(Check.above("growth of 1 + variance with each step, first half", early, 1.0001));
    checks.add(Check.above("growth in the second half, above 1, as a share of the first half's", (late - 1) / (early - 1), 0.2));
    checks.add(Check.atMost("largest variance of a single ratio over all T, against the largest of any one state", Vectors.largest(step),
        new Pair(chosen, longest).stateVariance() + EXACT));
    Lines picture = new Lines("1 + variance of importance weights against the length: exponential growth is a straight line", "T", false, "1 + variance", true)
        .line("whole trajectory", x, plusOne(whole)).line("single step, largest so far", x, plusOne(step));
    return new Result(List.of(table), picture, checks);
  }

  private static double[] plusOne(double[] variances) {
    return Arrays.stream(variances).map(variance -> 1 + variance).toArray();
  }

  /// Factor a step by which 1 + variance grows from T = `from` to T = `to`.
  private static double growth(double[] variances, int from, int to) {
    return StrictMath.pow((1 + variances[to - 1]) / (1 + variances[from - 1]), 1.0 / (to - from));
  }

  private record Drawn(double mean, double largestShare, double effectiveShare) {}

  /// π and μ on a problem of T steps.
  private static final class Pair {
    private final EnumerableProblem problem;
    private final double[][] target;
    private final double[][] behaviour;

    Pair(Chosen chosen, int length) {
      problem = Problems.named(chosen.of(PROBLEM), length);
      TabularSoftmax policy = new TabularSoftmax(problem.states(), problem.actions());
      double[] mu = ExactCase.drawn(policy, chosen.of(ExactCase.SEED), "lesson.policy");
      double[] pi = Vectors.plus(mu, chosen.of(APART), ExactCase.drawn(policy, chosen.of(ExactCase.SEED), "lesson.apart"));
      target = new double[problem.states()][];
      behaviour = new double[problem.states()][];
      for (int s = 0; s < problem.states(); s++) {
        target[s] = policy.probabilities(pi, s);
        behaviour[s] = policy.probabilities(mu, s);
      }
      if (chosen.without()) {
        behaviour[0] = new double[problem.actions()];
        behaviour[0][0] = 1;
      }
    }

    private double ratio(int state, int action) {
      return behaviour[state][action] == 0 ? 0 : target[state][action] / behaviour[state][action];
    }

    /// E_μ[w^k].
    double moment(int k) {
      double sum = 0;
      for (double entry : forward(k, problem.horizon())) {
        sum += entry;
      }
      return sum;
    }

    private double[] forward(int k, int steps) {
      double[] now = new double[problem.states()];
      for (int s = 0; s < now.length; s++) {
        now[s] = problem.start(s);
      }
      for (int t = 0; t < steps; t++) {
        double[] later = new double[now.length];
        for (int s = 0; s < now.length; s++) {
          for (int a = 0; a < problem.actions(); a++) {
            double weight = now[s] * behaviour[s][a] * StrictMath.pow(ratio(s, a), k);
            for (int to = 0; to < now.length; to++) {
              later[to] += weight * problem.next(s, a, to);
            }
          }
        }
        now = later;
      }
      return now;
    }

    /// The largest variance of ρ_t over the steps, over who μ visits.
    double stepVariance() {
      double most = 0;
      for (int t = 0; t < problem.horizon(); t++) {
        double[] visits = forward(0, t);
        double mean = 0;
        double square = 0;
        for (int s = 0; s < visits.length; s++) {
          for (int a = 0; a < problem.actions(); a++) {
            mean += visits[s] * behaviour[s][a] * ratio(s, a);
            square += visits[s] * behaviour[s][a] * ratio(s, a) * ratio(s, a);
          }
        }
        most = Math.max(most, square - mean * mean);
      }
      return most;
    }

    /// The largest variance of ρ in any one state: no step's can be larger, whoever visits which state when.
    double stateVariance() {
      double most = 0;
      for (int s = 0; s < problem.states(); s++) {
        double mean = 0;
        double square = 0;
        for (int a = 0; a < problem.actions(); a++) {
          mean += behaviour[s][a] * ratio(s, a);
          square += behaviour[s][a] * ratio(s, a) * ratio(s, a);
        }
        most = Math.max(most, square - mean * mean);
      }
      return most;
    }

    /// Weights of trajectories that μ acts.
    Drawn draw(int samples, long seed) {
      long key = CounterRandom.key(CounterRandom.stream(seed, "lesson.trajectories"), problem.horizon());
      double sum = 0;
      double squares = 0;
      double largest = 0;
      for (int i = 0; i < samples; i++) {
        double weight = one(CounterRandom.key(key, i));
        sum += weight;
        squares += weight * weight;
        largest = Math.max(largest, weight);
      }
      return new Drawn(sum / samples, sum == 0 ? 0 : largest / sum, squares == 0 ? 0 : sum * sum / squares / samples);
    }

    private double one(long key) {
      double[] start = new double[problem.states()];
      for (int s = 0; s < start.length; s++) {
        start[s] = problem.start(s);
      }
      int state = index(start, CounterRandom.uniform(key, 0));
      double weight = 1;
      for (int t = 0; t < problem.horizon(); t++) {
        int action = index(behaviour[state], CounterRandom.uniform(key, 2L * t + 1));
        weight *= ratio(state, action);
        double[] next = new double[problem.states()];
        for (int to = 0; to < next.length; to++) {
          next[to] = problem.next(state, action, to);
        }
        state = index(next, CounterRandom.uniform(key, 2L * t + 2));
      }
      return weight;
    }

    private static int index(double[] probabilities, double uniform) {
      double sum = 0;
      int last = 0;
      for (int i = 0; i < probabilities.length; i++) {
        sum += probabilities[i];
        last = probabilities[i] > 0 ? i : last;
        if (uniform < sum) {
          return i;
        }
      }
      return last;
    }
  }
}
