// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tributary.env.rollout.RolloutSettings;
import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.picture.Bars;
import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.Batch;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.PolicyGradient;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.random.CounterRandom;
import io.tributary.rl.target.SegmentTargets;

/// How many gradient steps a run makes: counted on the optimiser of one real update, not only multiplied.
public final class BatchArithmetic implements Claim {
  private static final Option.Whole TOTAL = new Option.Whole("total", "environment steps of the run", 10_000_000, 1_000_000, 1_000_000_000);
  private static final Option.Whole ENVIRONMENTS = new Option.Whole("environments", "side by side", 64, 2, 512);
  private static final Option.Whole STEPS = new Option.Whole("steps", "of each in a batch", 32, 2, 2048);
  private static final Option.Whole EPOCHS = new Option.Whole("epochs", "passes over a batch, K", 4, 1, 20);
  private static final Option.Whole EPISODE = new Option.Whole("episode", "steps of a whole episode of the task", 1000, 1, 100_000);
  private static final int MINIBATCHES_OTHERWISE = 4;

  @Override
  public String slug() {
    return "batch-arithmetic";
  }

  @Override
  public String statement() {
    return "10 M steps in batches of 64 × 32 = 2048, each used K = 4 times as one minibatch, are about 19,500 gradient steps.";
  }

  @Override
  public List<Option> options() {
    return List.of(TOTAL, ENVIRONMENTS, STEPS, EPOCHS, EPISODE);
  }

  @Override
  public Without without() {
    return new Without("\"one minibatch an epoch\": each pass is cut into " + MINIBATCHES_OTHERWISE + " minibatches, as the usual defaults have it",
        "The optimiser then steps once for each minibatch, which multiplies the count.");
  }

  @Override
  public Result run(Chosen chosen) {
    RolloutSettings rollout = new RolloutSettings(chosen.intOf(ENVIRONMENTS), chosen.intOf(STEPS), 0, 32);
    int epochs = chosen.intOf(EPOCHS);
    int minibatches = chosen.without() ? MINIBATCHES_OTHERWISE : 1;
    LearnerSettings settings = Algorithms.named("ppo").learner().change().epochs(epochs).minibatches(minibatches).build();
    long batch = rollout.stepsPerRollout();
    long updates = chosen.of(TOTAL) / batch;
    long counted = counted(settings, rollout);
    long whole = chosen.of(STEPS) / chosen.of(EPISODE);
    Table table = new Table("From the settings of a run", "quantity", "value");
    table.row("environment steps", chosen.of(TOTAL)).row("steps of a batch", batch).row("whole batches", updates)
        .row("optimiser steps of one update, counted", counted).row("gradient steps", updates * counted)
        .row("total / batch × K", (double) chosen.of(TOTAL) / batch * epochs);
    Table episodes = new Table("What a batch holds of episodes of " + chosen.of(EPISODE) + " steps", "quantity", "value");
    episodes.row("batch / episode", (double) batch / chosen.of(EPISODE)).row("whole episodes in the segment of one environment", whole);
    List<Check> checks = List.of(
        Check.same("optimiser steps of one update", counted, (long) epochs),
        Check.equal("gradient steps, against total / batch × K", updates * (double) counted, (double) chosen.of(TOTAL) / batch * epochs, epochs));
    Bars picture = new Bars("Gradient steps").bar("one minibatch an epoch", updates * (double) epochs)
        .bar(MINIBATCHES_OTHERWISE + " minibatches an epoch", updates * (double) epochs * MINIBATCHES_OTHERWISE).bar("this run", updates * (double) counted);
    return new Result(List.of(table, episodes), picture, checks);
  }

  /// Steps the shipping optimiser takes with a batch of that shape.
  private static long counted(LearnerSettings settings, RolloutSettings rollout) {
    Spaces spaces = new Spaces(Space.Box.unbounded(1), new Space.Discrete(2));
    Architecture linear = new Architecture(List.of(), "tanh", 0, false);
    PolicyGradient algorithm = Algorithms.of(spaces, linear, settings, null, 1, Kernels.named("scalar"));
    Agent warm = algorithm.update(algorithm.initial(1), batch(spaces, rollout)).agent();
    Agent after = algorithm.update(warm, batch(spaces, rollout)).agent();
    return after.optimiser().policySteps() - warm.optimiser().policySteps();
  }

  private static Batch batch(Spaces spaces, RolloutSettings rollout) {
    int n = rollout.steps();
    long key = CounterRandom.stream(1, "lesson.batch");
    List<Trajectory> trajectories = new ArrayList<>();
    for (int e = 0; e < rollout.environments(); e++) {
      float[] drawn = new float[n + 1];
      for (int t = 0; t <= n; t++) {
        drawn[t] = (float) CounterRandom.gaussian(CounterRandom.key(key, e), t);
      }
      float[] logs = new float[n];
      Arrays.fill(logs, (float) StrictMath.log(0.5));
      Columns columns = new Columns.Builder(n, 1, 1).observations(drawn, 0).nextObservation(drawn, n).discreteActions(new int[n], 0)
          .logProbabilities(logs, 0).values(new float[n + 1], 0).rewards(drawn, 0).build();
      trajectories.add(new Trajectory(new StepId("lesson/" + e, 1, 0, 0), columns, SegmentTargets.of(columns, Ending.CONTINUES, true, 0.99, 0.95, true), 0.99,
          0.95, Ending.CONTINUES, true, 0, 0, false, 0, List.of(new Source(0, e, 0, n))));
    }
    return Batch.of(spaces, trajectories);
  }
}
