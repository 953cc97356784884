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
import io.tributary.lesson.exact.StepWeights;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.picture.Bars;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.NetworkPolicy;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.PolicyArchitecture;
import io.tributary.rl.policy.Rows;
import io.tributary.rl.random.CounterRandom;

/// The gradient of a sum is the sum of gradients: one backward pass over the weighted sum of all log-probabilities gives what N·T passes give, one for each.
public final class OneBackwardPass implements Claim {
  private static final Option.Whole TRAJECTORIES = new Option.Whole("trajectories", "N", 100, 1, 1000);
  private static final Option.Whole STEPS = new Option.Whole("steps", "T of each", 200, 1, 1000);
  private static final Option.Whole WIDTH = new Option.Whole("width", "of two hidden layers", 64, 16, 1, 256);
  private static final Option.Real GAMMA = new Option.Real("gamma", "discount γ of the rewards-to-go that weigh", 0.99, 0, 1);
  private static final Option.Whole SEED = new Option.Whole("seed", "draws network, observations, actions and rewards", 1, 0, 1_000_000);
  private static final int OBSERVATION = 6;
  private static final int ACTIONS = 3;

  @Override
  public String slug() {
    return "one-backward-pass";
  }

  @Override
  public String statement() {
    return "One backward pass over the weighted sum equals N·T of them: for N = 100 and T = 200, 20,000 passes become one, with the same gradient.";
  }

  @Override
  public List<Option> options() {
    return List.of(TRAJECTORIES, STEPS, WIDTH, GAMMA, SEED);
  }

  @Override
  public Without without() {
    return new Without("the pairing of each log-probability with its own weight: all of them are multiplied by the mean weight",
        "A sum of products is not the product of sums: shapes that broadcast silently do exactly this.");
  }

  @Override
  public Result run(Chosen chosen) {
    Data data = new Data(chosen);
    long started = System.nanoTime();
    double[] literal = data.literal();
    double literalSeconds = (System.nanoTime() - started) / 1e9;
    started = System.nanoTime();
    double[] together = data.together(chosen.without());
    double togetherSeconds = (System.nanoTime() - started) / 1e9;
    double scale = Vectors.largest(literal);
    Table table = new Table("The gradient of Σ_i Σ_t w_{i,t}·log π(a_{i,t}|s_{i,t}), " + literal.length + " parameters", "how", "backward passes", "‖gradient‖",
        "largest distance", "time");
    table.row("one pass for each step, then added", data.rows, Vectors.norm(literal), 0.0, Figure.seconds(literalSeconds));
    table.row("one pass over the weighted sum", 1, Vectors.norm(together), Vectors.distance(literal, together), Figure.seconds(togetherSeconds));
    Table faster = new Table("Times are of this machine and decide nothing", "quotient", "value")
        .row("passes", (double) data.rows).row("time", Figure.measured(literalSeconds / togetherSeconds));
    List<Check> checks = List.of(
        Check.same("passes taken one by one", data.rows, chosen.intOf(TRAJECTORIES) * chosen.intOf(STEPS)),
        Check.atMost("largest distance of the two gradients, in units of the largest entry (float)", Vectors.distance(literal, together) / scale, 1e-4));
    Bars picture = new Bars("Backward passes").bar("literally", data.rows).bar("one sum", 1);
    return new Result(List.of(table, faster), picture, checks);
  }

  /// Random observations, actions and weights, and the policy that ships.
  private static final class Data {
    private final int rows;
    private final Policy policy;
    private final float[] theta;
    private final float[] observations;
    private final int[] actions;
    private final float[] weights;

    Data(Chosen chosen) {
      int width = chosen.intOf(WIDTH);
      Spaces spaces = new Spaces(Space.Box.unbounded(OBSERVATION), new Space.Discrete(ACTIONS));
      Architecture shape = new Architecture(List.of(width, width), "tanh", 0, false);
      PolicyArchitecture networks = new PolicyArchitecture(spaces, shape, Kernels.named("scalar"));
      policy = new NetworkPolicy(networks);
      theta = networks.initial(chosen.of(SEED)).parameters();
      int steps = chosen.intOf(STEPS);
      rows = chosen.intOf(TRAJECTORIES) * steps;
      long key = CounterRandom.stream(chosen.of(SEED), "lesson.rows");
      observations = new float[rows * OBSERVATION];
      for (int i = 0; i < observations.length; i++) {
        observations[i] = (float) CounterRandom.gaussian(CounterRandom.key(key, 0), i);
      }
      actions = new int[rows];
      weights = new float[rows];
      for (int i = 0; i < rows; i++) {
        actions[i] = CounterRandom.below(CounterRandom.key(key, 1), i, ACTIONS);
      }
      for (int trajectory = 0; trajectory < chosen.intOf(TRAJECTORIES); trajectory++) {
        double[] rewards = new double[steps];
        for (int t = 0; t < steps; t++) {
          rewards[t] = CounterRandom.gaussian(CounterRandom.key(key, 2), (long) trajectory * steps + t);
        }
        double[] toGo = StepWeights.rewardToGo(rewards, chosen.of(GAMMA));
        for (int t = 0; t < steps; t++) {
          weights[trajectory * steps + t] = (float) toGo[t];
        }
      }
    }

    private Rows select(Rows selection, int from, int count) {
      selection.clear(false, new float[0][]);
      selection.add(from, count, observations, actions, null, null);
      return selection;
    }

    /// N·T backward passes.
    double[] literal() {
      Policy.Evaluation evaluation = policy.evaluation(1);
      Rows one = new Rows(1, OBSERVATION, 1, ACTIONS, true);
      float[] unit = {1};
      float[] gradient = new float[theta.length];
      double[] sum = new double[policy.parameterCount()];
      for (int row = 0; row < rows; row++) {
        evaluation.evaluate(theta, select(one, row, 1));
        Arrays.fill(gradient, 0);
        evaluation.addGradient(unit, null, gradient);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += (double) weights[row] * gradient[i];
        }
      }
      return sum;
    }

    /// One backward pass.
    double[] together(boolean meanWeight) {
      Policy.Evaluation evaluation = policy.evaluation(rows);
      evaluation.evaluate(theta, select(new Rows(rows, OBSERVATION, 1, ACTIONS, true), 0, rows));
      float[] used = weights.clone();
      if (meanWeight) {
        double mean = 0;
        for (float weight : weights) {
          mean += weight / (double) rows;
        }
        Arrays.fill(used, (float) mean);
      }
      float[] gradient = new float[theta.length];
      evaluation.addGradient(used, null, gradient);
      double[] out = new double[policy.parameterCount()];
      for (int i = 0; i < out.length; i++) {
        out[i] = gradient[i];
      }
      return out;
    }
  }
}
