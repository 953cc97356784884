// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.List;

import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.picture.Bars;

/// What learning on one robot costs in time, and what using each batch more than once saves at best.
public final class RobotTime implements Claim {
  private static final Option.Real MINUTES = new Option.Real("minutes", "of one trajectory", 5, 0.01, 1000);
  private static final Option.Whole TRAJECTORIES = new Option.Whole("trajectories", "for one gradient step from fresh data", 100, 1, 1_000_000);
  private static final Option.Whole STEPS = new Option.Whole("steps", "gradient steps", 10_000, 1, 1_000_000_000);
  private static final Option.Whole REUSE = new Option.Whole("reuse", "gradient steps on each batch, K", 4, 2, 1000);
  private static final Option.Whole ROBOTS = new Option.Whole("robots", "that collect side by side", 1, 1, 10_000);
  private static final double MINUTES_PER_YEAR = 60 * 24 * 365.0;

  @Override
  public String slug() {
    return "robot-time";
  }

  @Override
  public String statement() {
    return "5 minutes × 100 trajectories × 10,000 steps are 9.5 years of one robot; K steps on each batch divide that by K.";
  }

  @Override
  public List<Option> options() {
    return List.of(MINUTES, TRAJECTORIES, STEPS, REUSE, ROBOTS);
  }

  @Override
  public Without without() {
    return new Without("reuse: each batch is thrown away after one gradient step", "Then every gradient step waits for fresh trajectories, and nothing is saved.");
  }

  @Override
  public Result run(Chosen chosen) {
    long steps = chosen.of(STEPS);
    long reuse = chosen.without() ? 1 : chosen.of(REUSE);
    long batches = (steps + reuse - 1) / reuse;
    double minutesOfBatch = chosen.of(MINUTES) * chosen.of(TRAJECTORIES) / chosen.of(ROBOTS);
    double fresh = minutesOfBatch * steps;
    double reused = minutesOfBatch * batches;
    Table table = new Table("Robot time for " + steps + " gradient steps", "gradient steps on a batch", "batches", "minutes", "years of 365 days");
    table.row(1, steps, fresh, fresh / MINUTES_PER_YEAR).row(reuse, batches, reused, reused / MINUTES_PER_YEAR);
    List<Check> checks = List.of(
        Check.equal("minutes: trajectory × trajectories × steps / robots", fresh, byHand(chosen), 1e-6 * fresh),
        Check.atMost("minutes with K = " + chosen.of(REUSE) + " steps on a batch, against fresh data for each", reused,
            fresh / chosen.of(REUSE) + minutesOfBatch));
    Bars picture = new Bars("Years").bar("fresh batch for each step", fresh / MINUTES_PER_YEAR)
        .bar(reuse + " steps on each batch", reused / MINUTES_PER_YEAR);
    return new Result(List.of(table), picture, checks);
  }

  /// The product in days, the other way round.
  private static double byHand(Chosen chosen) {
    double days = chosen.of(STEPS) * (chosen.of(TRAJECTORIES) * (chosen.of(MINUTES) / 60 / 24));
    return days / chosen.of(ROBOTS) * 24 * 60;
  }
}
