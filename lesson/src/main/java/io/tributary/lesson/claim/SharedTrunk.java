// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.learned.Experiment;
import io.tributary.lesson.learned.Interval;
import io.tributary.lesson.learned.Trunks;
import io.tributary.lesson.picture.Lines;

/// A policy and a value function on one trunk or on two, where what the value has to tell apart is not what the policy has to. The agents that ship have two;
/// this is a double loop of its own, with exact gradients, so that sampling noise is not taken for interference.
public final class SharedTrunk implements Claim {
  private static final Option.Whole WIDTH = new Option.Whole("width", "units of the narrowest trunk", 1, 1, 8);
  private static final Option.Real WORTH = new Option.Real("worth", "what a context is worth by itself, up or down; a right action is worth 1", 2, 0.5, 4);
  private static final Option.Real RATE = new Option.Real("rate", "step size", 0.5, 0.01, 1);
  private static final Option.Whole STEPS = new Option.Whole("steps", "gradient steps", 200, 20, 10_000);
  private static final Option.Whole SEEDS = new Option.Whole("seeds", "beginnings to learn from", 40, 12, 4, 1000);
  private static final Option.Whole SEED = new Option.Whole("seed", "the first of them", 1, 0, 1_000_000);
  private static final int[] TIMES = {1, 2, 4, 8};

  @Override
  public String slug() {
    return "shared-trunk";
  }

  @Override
  public String statement() {
    return "On a shared trunk the gradients of policy and value pull against each other, and a narrow one costs return; separate networks do not.";
  }

  @Override
  public List<Option> options() {
    return List.of(WIDTH, WORTH, RATE, STEPS, SEEDS, SEED);
  }

  @Override
  public Without without() {
    return new Without("the difference of what the two need: a context's worth depends on the very sign that says which action is right",
        "Then one feature serves both, and sharing it costs nothing.");
  }

  @Override
  public Result run(Chosen chosen) {
    Table table = new Table("After " + chosen.of(STEPS) + " steps with exact gradients, " + chosen.of(SEEDS) + " seeds", "width", "right actions, separate",
        "right actions, shared", "difference", "cosine on the trunk", "steps opposed", "log of |∇V|/|∇J|");
    Lines picture = new Lines("Right actions after learning, mean over seeds", "width of the trunk", true, "share", false);
    double[] widths = new double[TIMES.length];
    double[][] means = new double[2][TIMES.length];
    List<Trunks[]> shared = new ArrayList<>();
    List<Trunks[]> separate = new ArrayList<>();
    for (int i = 0; i < TIMES.length; i++) {
      Trunks.Task task = new Trunks.Task(chosen.intOf(WIDTH) * TIMES[i], chosen.of(WORTH), chosen.without(), chosen.of(RATE), chosen.intOf(STEPS));
      shared.add(learned(task, true, chosen));
      separate.add(learned(task, false, chosen));
      widths[i] = task.width();
      means[0][i] = of(separate.get(i), Trunks::right).mean();
      means[1][i] = of(shared.get(i), Trunks::right).mean();
      table.row(task.width(), of(separate.get(i), Trunks::right).text(), of(shared.get(i), Trunks::right).text(), Interval.of(costs(separate, shared, i)).text(),
          of(shared.get(i), Trunks::cosine).text(), of(shared.get(i), Trunks::opposed).mean(), of(shared.get(i), Trunks::lengths).text());
    }
    picture.line("separate", widths, means[0]).line("shared", widths, means[1]);
    int widest = TIMES.length - 1;
    List<Check> checks = new ArrayList<>();
    checks.add(of(shared.get(0), Trunks::cosine).below("cosine of the two gradients on the narrowest shared trunk", 0));
    checks.add(Interval.of(costs(separate, shared, 0)).above("right actions on the narrowest trunk, separate − shared", 0));
    checks.add(Interval.ofDifference(costs(separate, shared, 0), costs(separate, shared, widest))
        .above("that difference − the one on a trunk " + TIMES[widest] + " times as wide", 0));
    return new Result(List.of(table), picture, checks);
  }

  private static double[] costs(List<Trunks[]> separate, List<Trunks[]> shared, int i) {
    double[] out = new double[separate.get(i).length];
    for (int s = 0; s < out.length; s++) {
      out[s] = separate.get(i)[s].right() - shared.get(i)[s].right();
    }
    return out;
  }

  private static Interval of(Trunks[] seeds, ToDoubleFunction<Trunks> figure) {
    return Interval.of(Arrays.stream(seeds).mapToDouble(figure).toArray());
  }

  private static Trunks[] learned(Trunks.Task task, boolean shared, Chosen chosen) {
    return Experiment.allSeeds(chosen.of(SEED), chosen.intOf(SEEDS), seed -> Trunks.learned(task, shared, seed)).toArray(Trunks[]::new);
  }
}
