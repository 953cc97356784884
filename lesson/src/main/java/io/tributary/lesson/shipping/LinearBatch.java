// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.shipping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

import io.tributary.lesson.exact.StepWeights;
import io.tributary.lesson.exact.Vectors;
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
import io.tributary.rl.learning.Update;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.PolicyState;
import io.tributary.rl.random.CounterRandom;
import io.tributary.rl.target.SegmentTargets;

/// A batch that a linear policy acted, with what its gradient, its Fisher information and its divergences are by their definitions, in double.
///
/// A row's outputs are z = xᵀW + b for what is observed, x. The softmax has one output an action. The Gaussian has one output, its mean, and a
/// log standard deviation of its own.
public abstract class LinearBatch {
  private static final int OBSERVATION = 4;
  private static final double SPREAD = 0.5;

  private final String name;
  private final Spaces spaces;
  private final int outputs;
  private final int free;
  private final int episodes;
  private final int length;
  private final double gamma;
  private final long key;
  private final double[][] inputs;
  private final float[] rewards;
  final double[] theta;

  private LinearBatch(String name, Space action, int outputs, int free, int episodes, int length, double gamma, long seed) {
    this.name = name;
    this.outputs = outputs;
    this.free = free;
    this.episodes = episodes;
    this.length = length;
    this.gamma = gamma;
    spaces = new Spaces(Space.Box.unbounded(OBSERVATION), action);
    key = CounterRandom.stream(seed, "lesson.linear");
    inputs = new double[episodes * length][OBSERVATION + 1];
    rewards = new float[episodes * length];
    for (int row = 0; row < inputs.length; row++) {
      for (int i = 0; i < OBSERVATION; i++) {
        inputs[row][i] = (float) CounterRandom.gaussian(CounterRandom.key(key, 0), row * OBSERVATION + i);
      }
      inputs[row][OBSERVATION] = 1;
    }
    theta = new double[(OBSERVATION + 1) * outputs + free];
    for (int i = 0; i < theta.length; i++) {
      theta[i] = (float) (SPREAD * CounterRandom.gaussian(CounterRandom.key(key, 1), i));
    }
  }

  /// Three actions.
  public static LinearBatch softmax(int episodes, int length, double gamma, long seed) {
    return new Softmax(episodes, length, gamma, seed);
  }

  /// One real action.
  public static LinearBatch gaussian(int episodes, int length, double gamma, long seed) {
    return new Gaussian(episodes, length, gamma, seed);
  }

  public String name() {
    return name;
  }

  int rows() {
    return inputs.length;
  }

  double uniform(int row) {
    return CounterRandom.uniform(CounterRandom.key(key, 2), row);
  }

  double gaussian(int row) {
    return CounterRandom.gaussian(CounterRandom.key(key, 2), row);
  }

  /// What the action is worth more or less by itself; the rest is noise.
  void earn(int row, double worth) {
    rewards[row] = (float) (worth + CounterRandom.gaussian(CounterRandom.key(key, 3), row));
  }

  /// z of a row.
  double[] outputs(double[] parameters, int row) {
    double[] out = new double[outputs];
    for (int i = 0; i <= OBSERVATION; i++) {
      for (int o = 0; o < outputs; o++) {
        out[o] += inputs[row][i] * parameters[i * outputs + o];
      }
    }
    return out;
  }

  double observation(int row, int element) {
    return inputs[row][element];
  }

  /// ∂/∂θ of a row for given ∂/∂z and ∂/∂free.
  double[] pulledBack(int row, double[] ofOutputs, double... ofFree) {
    double[] out = new double[theta.length];
    for (int i = 0; i <= OBSERVATION; i++) {
      for (int o = 0; o < outputs; o++) {
        out[i * outputs + o] = inputs[row][i] * ofOutputs[o];
      }
    }
    System.arraycopy(ofFree, 0, out, (OBSERVATION + 1) * outputs, free);
    return out;
  }

  /// ∇log π of the action that was taken.
  abstract double[] score(int row);

  /// Adds the row's E[score·scoreᵀ] times a factor.
  abstract void addFisher(int row, double factor, double[][] to);

  /// KL(π_θ‖π_other) of a row.
  abstract double kl(int row, double[] other);

  abstract double logProbability(int row);

  abstract Columns.Builder actions(Columns.Builder columns, int from);

  static void addOuter(double factor, double[] x, double[][] to) {
    for (int i = 0; i < x.length; i++) {
      Vectors.add(factor * x[i], x, to[i]);
    }
  }

  /// g: the mean over rows of ∇log π·G.
  public double[] gradient() {
    double[] out = new double[theta.length];
    for (int episode = 0; episode < episodes; episode++) {
      double[] earned = new double[length];
      Arrays.setAll(earned, rewardOf(episode));
      double[] toGo = StepWeights.rewardToGo(earned, gamma);
      for (int t = 0; t < length; t++) {
        Vectors.add(toGo[t] / rows(), score(episode * length + t), out);
      }
    }
    return out;
  }

  private IntToDoubleFunction rewardOf(int episode) {
    return t -> rewards[episode * length + t];
  }

  /// F: the mean over rows of E[score·scoreᵀ].
  public double[][] fisher() {
    double[][] out = new double[theta.length][theta.length];
    for (int row = 0; row < rows(); row++) {
      addFisher(row, 1.0 / rows(), out);
    }
    return out;
  }

  /// (F + damping·I)⁻¹·g.
  public double[] solved(double damping) {
    double[][] damped = fisher();
    for (int i = 0; i < damped.length; i++) {
      damped[i][i] += damping;
    }
    return Vectors.solve(damped, gradient());
  }

  /// ½·sᵀFs.
  public double quadratic(double[] step) {
    double sum = 0;
    double[][] fisher = fisher();
    for (int i = 0; i < step.length; i++) {
      sum += step[i] * Vectors.dot(fisher[i], step) / 2;
    }
    return sum;
  }

  /// Mean KL(π_θ‖π_{θ+s}) over the rows.
  public double kl(double[] step) {
    double[] other = Vectors.plus(theta, 1, step);
    double sum = 0;
    for (int row = 0; row < rows(); row++) {
      sum += kl(row, other) / rows();
    }
    return sum;
  }

  /// What the code that ships makes of the batch.
  public Update update(LearnerSettings settings) {
    PolicyGradient algorithm = Algorithms.of(spaces, new Architecture(List.of(), "tanh", 0, false), settings, null, 1, Kernels.named("scalar"));
    Agent fresh = algorithm.initial(1);
    float[] parameters = fresh.policy().parameters().clone();
    for (int i = 0; i < theta.length; i++) {
      parameters[i] = (float) theta[i];
    }
    // An agent that has seen returns before learns at once.
    PolicyState state = new PolicyState(parameters, fresh.policy().observations(), new Moments(2, new double[1], new double[] {2}));
    return algorithm.update(new Agent(1, state, fresh.optimiser(), 0, null), Batch.of(spaces, trajectories()));
  }

  /// How far an agent's policy is from θ.
  public double[] step(Agent agent) {
    double[] out = new double[theta.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = agent.policy().parameters()[i] - theta[i];
    }
    return out;
  }

  private List<Trajectory> trajectories() {
    List<Trajectory> out = new ArrayList<>();
    for (int episode = 0; episode < episodes; episode++) {
      int from = episode * length;
      float[] observations = new float[length * OBSERVATION];
      float[] logProbabilities = new float[length];
      for (int t = 0; t < length; t++) {
        for (int i = 0; i < OBSERVATION; i++) {
          observations[t * OBSERVATION + i] = (float) inputs[from + t][i];
        }
        logProbabilities[t] = (float) logProbability(from + t);
      }
      Columns columns = actions(new Columns.Builder(length, OBSERVATION, 1).observations(observations, 0).rewards(rewards, from)
          .logProbabilities(logProbabilities, 0), from).build();
      out.add(new Trajectory(new StepId("lesson/" + episode, 1, 0, 0), columns, SegmentTargets.of(columns, Ending.TERMINATED, false, gamma, 1, false), gamma,
          1, Ending.TERMINATED, false, 0, 0, true, 0, List.of(new Source(0, episode, 0, length))));
    }
    return out;
  }

  private static final class Softmax extends LinearBatch {
    private static final int ACTIONS = 3;
    private final int[] actions;

    Softmax(int episodes, int length, double gamma, long seed) {
      super("softmax", new Space.Discrete(ACTIONS), ACTIONS, 0, episodes, length, gamma, seed);
      actions = new int[rows()];
      for (int row = 0; row < rows(); row++) {
        double[] p = probabilities(theta, row);
        double left = uniform(row);
        while (actions[row] < ACTIONS - 1 && (left -= p[actions[row]]) >= 0) {
          actions[row]++;
        }
        earn(row, actions[row] == 0 ? observation(row, 0) : actions[row] == 1 ? -observation(row, 1) : 0.5);
      }
    }

    private double[] probabilities(double[] parameters, int row) {
      double[] p = outputs(parameters, row);
      double sum = 0;
      for (int a = 0; a < ACTIONS; a++) {
        p[a] = StrictMath.exp(p[a]);
        sum += p[a];
      }
      for (int a = 0; a < ACTIONS; a++) {
        p[a] /= sum;
      }
      return p;
    }

    private double[] score(int row, double[] p, int action) {
      double[] ofLogits = Vectors.scaled(-1, p);
      ofLogits[action] += 1;
      return pulledBack(row, ofLogits);
    }

    @Override
    double[] score(int row) {
      return score(row, probabilities(theta, row), actions[row]);
    }

    @Override
    void addFisher(int row, double factor, double[][] to) {
      double[] p = probabilities(theta, row);
      for (int a = 0; a < ACTIONS; a++) {
        addOuter(factor * p[a], score(row, p, a), to);
      }
    }

    @Override
    double kl(int row, double[] other) {
      double[] p = probabilities(theta, row);
      double[] q = probabilities(other, row);
      double sum = 0;
      for (int a = 0; a < ACTIONS; a++) {
        sum += p[a] * (StrictMath.log(p[a]) - StrictMath.log(q[a]));
      }
      return sum;
    }

    @Override
    double logProbability(int row) {
      return StrictMath.log(probabilities(theta, row)[actions[row]]);
    }

    @Override
    Columns.Builder actions(Columns.Builder columns, int from) {
      return columns.discreteActions(actions, from);
    }
  }

  private static final class Gaussian extends LinearBatch {
    private final float[] actions;

    Gaussian(int episodes, int length, double gamma, long seed) {
      super("Gaussian", Space.Box.unbounded(1), 1, 1, episodes, length, gamma, seed);
      actions = new float[rows()];
      for (int row = 0; row < rows(); row++) {
        actions[row] = (float) (outputs(theta, row)[0] + deviation(theta) * gaussian(row));
        earn(row, actions[row] * observation(row, 0));
      }
    }

    private static double deviation(double[] parameters) {
      return StrictMath.exp(parameters[parameters.length - 1]);
    }

    private double standardised(int row) {
      return (actions[row] - outputs(theta, row)[0]) / deviation(theta);
    }

    @Override
    double[] score(int row) {
      double z = standardised(row);
      return pulledBack(row, new double[] {z / deviation(theta)}, z * z - 1);
    }

    /// E[z²] = 1, E[(z² − 1)²] = 2, and odd moments are 0.
    @Override
    void addFisher(int row, double factor, double[][] to) {
      addOuter(factor, pulledBack(row, new double[] {1 / deviation(theta)}, 0), to);
      addOuter(factor * 2, pulledBack(row, new double[1], 1), to);
    }

    @Override
    double kl(int row, double[] other) {
      double apart = outputs(theta, row)[0] - outputs(other, row)[0];
      double ratio = deviation(theta) / deviation(other);
      return -StrictMath.log(ratio) + (ratio * ratio + apart * apart / (deviation(other) * deviation(other)) - 1) / 2;
    }

    @Override
    double logProbability(int row) {
      double z = standardised(row);
      return -z * z / 2 - StrictMath.log(deviation(theta)) - StrictMath.log(2 * Math.PI) / 2;
    }

    @Override
    Columns.Builder actions(Columns.Builder columns, int from) {
      return columns.continuousActions(actions, from);
    }
  }
}
