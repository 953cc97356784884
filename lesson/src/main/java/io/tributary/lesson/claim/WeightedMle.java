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
import io.tributary.lesson.exact.StepWeights;
import io.tributary.lesson.exact.Vectors;
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
import io.tributary.rl.learning.Reduction;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.NetworkPolicy;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.PolicyArchitecture;
import io.tributary.rl.policy.Rows;
import io.tributary.rl.random.CounterRandom;
import io.tributary.rl.target.SegmentTargets;
import io.tributary.tribuo.policy.WeightedSoftmaxTrainer;

/// Cloning and policy gradients are the same maximum likelihood with other weights: with weights of 1 the gradients are equal bit for bit, and a library of
/// supervised learning, given our weights for its examples, computes our gradient.
public final class WeightedMle implements Claim {
  private static final Option.Whole TRAJECTORIES = new Option.Whole("trajectories", "of the batch", 8, 2, 200);
  private static final Option.Whole STEPS = new Option.Whole("steps", "of each", 12, 2, 200);
  private static final Option.Whole WIDTH = new Option.Whole("width", "of the hidden layer", 16, 1, 128);
  private static final Option.Real GAMMA = new Option.Real("gamma", "discount γ of the rewards-to-go that weigh Tribuo's examples", 0.9, 0, 1);
  private static final Option.Whole SEED = new Option.Whole("seed", "draws policy, observations, actions and rewards", 1, 0, 1_000_000);
  private static final int OBSERVATION = 5;
  private static final int ACTIONS = 3;
  private static final double DOUBLE = 1e-12;

  @Override
  public String slug() {
    return "weighted-mle";
  }

  @Override
  public String statement() {
    return "Cloning is the policy gradient with all weights 1, bit for bit; Tribuo's example weights give our gradient to 10⁻¹².";
  }

  @Override
  public List<Option> options() {
    return List.of(TRAJECTORIES, STEPS, WIDTH, GAMMA, SEED);
  }

  @Override
  public Without without() {
    return new Without("\"all weights 1\": each step weighs what it earned", "Then what earned more counts more: this is the policy gradient, and no longer cloning.");
  }

  @Override
  public Result run(Chosen chosen) {
    List<Check> checks = new ArrayList<>();
    Table bits = new Table("The shipping code's policy gradient with weights 1, against cloning", "policy", "parameters", "‖gradient‖", "entries that differ in a bit",
        "against −∇ of the mean log-probability");
    Bars picture = new Bars("Length of the gradient");
    List<Integer> hidden = List.of(chosen.intOf(WIDTH));
    for (Data data : List.of(new Data("softmax, linear", chosen, new Space.Discrete(ACTIONS), List.of()),
        new Data("softmax, one hidden layer", chosen, new Space.Discrete(ACTIONS), hidden),
        new Data("Gaussian, one hidden layer", chosen, Space.Box.unbounded(2), hidden))) {
      float[] cloning = data.gradient(Algorithms.named("bc").learner());
      float[] weighted = data.gradient(Algorithms.named("reinforce").learner().change().reduction(Reduction.STEPS).build());
      int different = different(cloning, weighted);
      int literal = different(cloning, data.negativeLogLikelihood());
      double norm = Vectors.norm(doubles(weighted));
      bits.row(data.name, cloning.length, norm, different, literal);
      picture.bar(data.name, norm);
      checks.add(Check.same(data.name + ": entries that differ in a bit from cloning's", different, 0));
      checks.add(Check.same(data.name + ": cloning's entries that differ in a bit from −∇ mean log π", literal, 0));
    }
    return new Result(List.of(bits, tribuo(new Data("linear", chosen, new Space.Discrete(ACTIONS), List.of()), checks)), picture, checks);
  }

  private static int different(float[] x, float[] y) {
    int count = 0;
    for (int i = 0; i < x.length; i++) {
      count += Float.floatToRawIntBits(x[i] + 0f) == Float.floatToRawIntBits(y[i] + 0f) ? 0 : 1;
    }
    return count;
  }

  private static double[] doubles(float[] x) {
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = x[i];
    }
    return out;
  }

  /// Σ w·∇log π of a linear softmax by Tribuo's trainer, against the sum itself.
  private static Table tribuo(Data data, List<Check> checks) {
    WeightedSoftmaxTrainer trainer = new WeightedSoftmaxTrainer(OBSERVATION, ACTIONS);
    double[] theta = Arrays.copyOf(doubles(data.theta), trainer.parameterCount());
    double[] observations = doubles(data.observations);
    Table table = new Table("Tribuo's stochastic gradient trainer, minibatches of one example", "weights of the examples", "‖gradient‖", "relative distance from ours");
    float[] ones = new float[data.rows];
    Arrays.fill(ones, 1);
    for (float[] weights : List.of(ones, data.advantages())) {
      String name = Arrays.equals(weights, ones) ? "1" : "reward-to-go minus its mean";
      double[] theirs = trainer.gradient(theta, observations, data.actions, weights, data.rows);
      double[] ours = ours(theta, observations, data.actions, weights);
      double distance = Vectors.norm(Vectors.plus(theirs, -1, ours)) / Vectors.norm(ours);
      table.row(name, Vectors.norm(theirs), distance);
      checks.add(Check.atMost("Tribuo with weights " + name + ": relative distance", distance, DOUBLE));
    }
    return table;
  }

  /// Weights (observation × actions, row-major), then biases.
  private static double[] ours(double[] theta, double[] observations, int[] actions, float[] weights) {
    double[] out = new double[theta.length];
    int bias = OBSERVATION * ACTIONS;
    for (int row = 0; row < weights.length; row++) {
      double[] p = new double[ACTIONS];
      double sum = 0;
      for (int a = 0; a < ACTIONS; a++) {
        double logit = theta[bias + a];
        for (int i = 0; i < OBSERVATION; i++) {
          logit += observations[row * OBSERVATION + i] * theta[i * ACTIONS + a];
        }
        p[a] = StrictMath.exp(logit);
        sum += p[a];
      }
      for (int a = 0; a < ACTIONS; a++) {
        double score = weights[row] * ((a == actions[row] ? 1 : 0) - p[a] / sum);
        out[bias + a] += score;
        for (int i = 0; i < OBSERVATION; i++) {
          out[i * ACTIONS + a] += score * observations[row * OBSERVATION + i];
        }
      }
    }
    return out;
  }

  /// A batch, and a policy to take gradients of.
  private static final class Data {
    private final String name;
    private final Spaces spaces;
    private final Architecture architecture;
    private final int trajectories;
    private final int steps;
    private final int rows;
    private final double gamma;
    private final boolean earning;
    private final float[] observations;
    private final int[] actions;
    private final float[] continuous;
    private final float[] rewards;
    private final float[] theta;

    Data(String name, Chosen chosen, Space action, List<Integer> hidden) {
      this.name = name;
      spaces = new Spaces(Space.Box.unbounded(OBSERVATION), action);
      architecture = new Architecture(hidden, "tanh", 0, false);
      trajectories = chosen.intOf(TRAJECTORIES);
      steps = chosen.intOf(STEPS);
      rows = trajectories * steps;
      gamma = chosen.of(GAMMA);
      earning = chosen.without();
      long key = CounterRandom.stream(chosen.of(SEED), "lesson.batch");
      observations = gaussians(CounterRandom.key(key, 0), rows * OBSERVATION);
      continuous = gaussians(CounterRandom.key(key, 1), rows * 2);
      rewards = gaussians(CounterRandom.key(key, 2), rows);
      actions = new int[rows];
      for (int i = 0; i < rows; i++) {
        actions[i] = CounterRandom.below(CounterRandom.key(key, 3), i, ACTIONS);
      }
      // Initial policies are nearly uniform: spread, so that probabilities matter.
      theta = new PolicyArchitecture(spaces, architecture, Kernels.named("scalar")).initial(chosen.of(SEED)).parameters().clone();
      for (int i = 0; i < theta.length; i++) {
        theta[i] += (float) (0.3 * CounterRandom.gaussian(CounterRandom.key(key, 4), i));
      }
    }

    private static float[] gaussians(long key, int n) {
      float[] out = new float[n];
      for (int i = 0; i < n; i++) {
        out[i] = (float) CounterRandom.gaussian(key, i);
      }
      return out;
    }

    float[] advantages() {
      float[] out = new float[rows];
      double mean = 0;
      for (int i = 0; i < trajectories; i++) {
        double[] toGo = StepWeights.rewardToGo(doubles(Arrays.copyOfRange(rewards, i * steps, (i + 1) * steps)), gamma);
        for (int t = 0; t < steps; t++) {
          out[i * steps + t] = (float) toGo[t];
          mean += toGo[t] / rows;
        }
      }
      for (int i = 0; i < rows; i++) {
        out[i] -= (float) mean;
      }
      return out;
    }

    /// The gradient of the shipping loss. Every step earns 1 and nothing later counts, so that reward-to-go is 1.
    float[] gradient(LearnerSettings settings) {
      PolicyGradient algorithm = Algorithms.of(spaces, architecture, settings, null, 1, Kernels.named("scalar"));
      Agent parent = algorithm.initial(1);
      List<Trajectory> batch = new ArrayList<>();
      for (int i = 0; i < trajectories; i++) {
        batch.add(trajectory(i));
      }
      return algorithm.gradient(parent, theta, Batch.of(spaces, batch));
    }

    private Trajectory trajectory(int i) {
      int from = i * steps;
      float[] earned = earning ? Arrays.copyOfRange(rewards, from, from + steps) : new float[steps];
      if (!earning) {
        Arrays.fill(earned, 1);
      }
      Columns.Builder columns = new Columns.Builder(steps, OBSERVATION, spaces.actionSize()).observations(observations, from * OBSERVATION)
          .rewards(earned, 0).logProbabilities(new float[steps], 0);
      Columns built = (spaces.discreteActions() ? columns.discreteActions(actions, from) : columns.continuousActions(continuous, from * 2)).build();
      return new Trajectory(new StepId("lesson/" + i, 1, 0, 0), built, SegmentTargets.of(built, Ending.TERMINATED, false, 0, 1, false), 0, 1,
          Ending.TERMINATED, false, 0, 0, true, 0, List.of(new Source(0, i, 0, steps)));
    }

    /// −∇ of the mean log-probability of what was done, by the policy alone.
    float[] negativeLogLikelihood() {
      Policy policy = new NetworkPolicy(new PolicyArchitecture(spaces, architecture, Kernels.named("scalar")));
      Rows all = new Rows(rows, OBSERVATION, spaces.actionSize(), spaces.maskSize(), spaces.discreteActions());
      all.clear(false, new float[0][]);
      all.add(0, rows, observations, actions, continuous, null);
      Policy.Evaluation evaluation = policy.evaluation(rows);
      evaluation.evaluate(theta, all);
      float[] weights = new float[rows];
      Arrays.fill(weights, -1f / rows);
      float[] out = new float[theta.length];
      evaluation.addGradient(weights, null, out);
      return out;
    }
  }
}
