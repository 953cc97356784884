// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.Arrays;
import java.util.List;

import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Figure;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.picture.Bars;
import io.tributary.rl.learning.Baseline;

/// Rewards that are all positive push every trajectory of the batch up, the worst too; their average as baseline makes the signal one of better and worse.
public final class AllPositive implements Claim {
  private static final Option.Whole POSSIBLE = new Option.Whole("possible", "trajectories the policy can make, most of them not in the batch", 100, 20, 10_000);
  private static final Option.Real SHIFT = new Option.Real("shift", "added to the four returns", 0, -1.5, 2);
  private static final Option.Real FOLDED = new Option.Real("folded", "reward of the one folded T-shirt", 1, 0.1, 1);
  private static final Option.Real RATE = new Option.Real("rate", "learning rate of the one step", 0.5, 0.01, 2);
  private static final double EXACT = 1e-12;

  @Override
  public String slug() {
    return "all-positive";
  }

  @Override
  public String statement() {
    return "All-positive returns push every trajectory of a batch up; with the average as baseline, T-shirts worth 0, 0, 0, 1 weigh −0.25 three times and +0.75.";
  }

  @Override
  public List<Option> options() {
    return List.of(POSSIBLE, SHIFT, FOLDED, RATE);
  }

  @Override
  public Without without() {
    return new Without("the baseline", "Then no weight is negative: what was not watched loses, and what was watched gains, good or bad.");
  }

  @Override
  public Result run(Chosen chosen) {
    double[] returns = Arrays.stream(new double[] {2, 5, 8, 12}).map(r -> r + chosen.of(SHIFT)).toArray();
    double[] folded = {0, 0, 0, chosen.of(FOLDED)};
    Baseline baseline = chosen.without() ? Baseline.NONE : Baseline.AVERAGE;
    int possible = chosen.intOf(POSSIBLE);
    double rate = chosen.of(RATE);
    Push raw = new Push(returns, Baseline.NONE, possible, rate);
    Push centred = new Push(returns, baseline, possible, rate);
    Push shirt = new Push(folded, baseline, possible, rate);
    Push shifted = new Push(Arrays.stream(returns).map(r -> r + 100).toArray(), baseline, possible, rate);
    double mean = Vectors.mean(returns);
    long better = Arrays.stream(returns).filter(r -> r > mean).count();
    double share = chosen.of(FOLDED) / 4;
    List<Check> checks = List.of(
        Check.same("watched trajectories that became more probable, no baseline", raw.risen(), raw.watched()),
        Check.same("the same with the average as baseline: those above it", (long) centred.risen(), better),
        Check.atMost("T-shirt: largest distance of the weights from −¼, −¼, −¼, +¾ of its reward",
            Vectors.distance(shirt.weights(), new double[] {-share, -share, -share, 3 * share}), EXACT),
        Check.atMost("change of the gradient when every return is 100 higher", Vectors.distance(shifted.gradient(), centred.gradient()), 1e-9),
        Check.atMost("shipping code: largest error of a gradient",
            Math.max(raw.shippingError(), Math.max(centred.shippingError(), shirt.shippingError())), 1e-5));
    Bars picture = new Bars("Change of log p by one step: watched trajectories with and without baseline, and one that was not watched");
    for (int i = 0; i < returns.length; i++) {
      picture.bar("return " + Figure.shown(returns[i]) + ", none", raw.change(i)).bar("with average", centred.change(i));
    }
    picture.bar("not watched, none", raw.change(returns.length)).bar("with average", centred.change(returns.length));
    return new Result(List.of(table("Four returns, all positive", returns, raw, centred),
        table("Four T-shirts, one of them folded", folded, new Push(folded, Baseline.NONE, possible, rate), shirt)), picture, checks);
  }

  private static Table table(String title, double[] returns, Push raw, Push centred) {
    Table table = new Table(title, "trajectory", "return", "weight, none", "change of log p", "weight, average", "change of log p");
    for (int i = 0; i < returns.length; i++) {
      table.row("τ" + (i + 1), returns[i], raw.weight(i), raw.change(i), centred.weight(i), centred.change(i));
    }
    return table.row("each other", "-", "-", raw.change(returns.length), "-", centred.change(returns.length));
  }
}
