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
import io.tributary.lesson.exact.TabularSoftmax;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.picture.Bars;
import io.tributary.rl.learning.Baseline;

/// Five tries of a robot that is to move forwards: which of them does one gradient step make more probable, and where do many steps lead?
public final class Robot implements Claim {
  private static final Option.Real STANDING = new Option.Real("standing", "return of standing still", 0, -1.5, 0.9);
  private static final Option.Whole POSSIBLE = new Option.Whole("possible", "trajectories the policy can make", 100, 20, 10_000);
  private static final Option.Real RATE = new Option.Real("rate", "learning rate", 0.5, 0.01, 2);
  private static final Option.Whole STEPS = new Option.Whole("steps", "gradient steps with the exact gradient, over these five", 100, 50, 10_000);
  private static final String[] NAMES = {"falls backwards", "falls forwards", "stands still", "one step, then falls", "steps backwards"};

  @Override
  public String slug() {
    return "robot";
  }

  @Override
  public String statement() {
    return "Returns −2, +2, 0, +1, −3: what earned more than the baseline gains, what earned less loses, and the best that was seen wins in the end.";
  }

  @Override
  public List<Option> options() {
    return List.of(STANDING, POSSIBLE, RATE, STEPS);
  }

  @Override
  public Without without() {
    return new Without("the return as weight: every trajectory weighs 1, as in cloning", "Then all that was watched gains alike, stepping backwards too.");
  }

  @Override
  public Result run(Chosen chosen) {
    double[] returns = {-2, 2, chosen.of(STANDING), 1, -3};
    double[] weighed = chosen.without() ? new double[] {1, 1, 1, 1, 1} : returns;
    Push none = new Push(weighed, Baseline.NONE, chosen.intOf(POSSIBLE), chosen.of(RATE));
    Push average = new Push(weighed, Baseline.AVERAGE, chosen.intOf(POSSIBLE), chosen.of(RATE));
    double mean = Vectors.mean(returns);
    double[] learned = learned(weighed, chosen.of(RATE), chosen.intOf(STEPS));
    Table table = new Table("One step on these five; the average return is " + Figure.shown(mean), "trajectory", "return", "weight, no baseline",
        "change of log p", "weight, average", "change of log p", "p after " + chosen.of(STEPS) + " steps");
    Bars picture = new Bars("Weight of each trajectory with the average as baseline");
    List<Check> checks = new ArrayList<>();
    for (int i = 0; i < returns.length; i++) {
      table.row(NAMES[i], returns[i], none.weight(i), none.change(i), average.weight(i), average.change(i), learned[i]);
      picture.bar(NAMES[i], average.weight(i));
      checks.add(Check.same(NAMES[i] + ", no baseline", direction(none.weight(i)), direction(returns[i])));
      checks.add(Check.same(NAMES[i] + ", average as baseline", direction(average.weight(i)), direction(returns[i] - mean)));
    }
    checks.add(Check.same("gains most", NAMES[extreme(none, 1)] + " / " + NAMES[extreme(average, 1)], NAMES[1] + " / " + NAMES[1]));
    checks.add(Check.same("loses most", NAMES[extreme(none, -1)] + " / " + NAMES[extreme(average, -1)], NAMES[4] + " / " + NAMES[4]));
    checks.add(Check.atLeast("probability of falling forwards in the end", learned[1], 0.9));
    checks.add(Check.atMost("shipping code: largest error of a gradient", Math.max(none.shippingError(), average.shippingError()), 1e-5));
    return new Result(List.of(table), picture, checks);
  }

  private static String direction(double weight) {
    return weight > 0 ? "gains" : weight < 0 ? "loses" : "neither";
  }

  private static int extreme(Push push, int sign) {
    int most = 0;
    for (int i = 1; i < push.watched(); i++) {
      most = sign * push.change(i) > sign * push.change(most) ? i : most;
    }
    return most;
  }

  /// Ascends the exact gradient of a softmax over the five, from equal probabilities.
  private static double[] learned(double[] returns, double rate, int steps) {
    TabularSoftmax policy = new TabularSoftmax(1, returns.length);
    double[] theta = new double[returns.length];
    for (int step = 0; step < steps; step++) {
      double[] gradient = new double[theta.length];
      for (int i = 0; i < returns.length; i++) {
        policy.addProbabilityGradient(theta, 0, i, returns[i], gradient);
      }
      Vectors.add(rate, gradient, theta);
    }
    return policy.probabilities(theta, 0);
  }
}
