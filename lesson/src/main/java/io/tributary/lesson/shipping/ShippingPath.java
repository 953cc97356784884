// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.shipping;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.tributary.lesson.exact.Episode;
import io.tributary.lesson.exact.TabularSoftmax;
import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Targets;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.Batch;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.PolicyGradient;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.NetworkPolicy;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.PolicyArchitecture;
import io.tributary.rl.policy.Rows;
import io.tributary.rl.target.SegmentTargets;

/// Estimates ∇J with the code that ships.
///
/// A tabular softmax is a linear policy over one-hot observations: weight (s, a) is θ_{s,a}, the biases are 0. An episode is a trajectory that terminates,
/// be it at the horizon: the objective is the finite sum.
public final class ShippingPath {
  private final TabularSoftmax policy;
  private final Spaces spaces;
  private final PolicyGradient algorithm;
  private final Agent fresh;
  private final Batch batch;

  public ShippingPath(TabularSoftmax policy, LearnerSettings settings) {
    this.policy = policy;
    spaces = new Spaces(Space.Box.unbounded(policy.states()), new Space.Discrete(policy.actions()));
    algorithm = Algorithms.of(spaces, linear(), settings, null, 1, Kernels.named("scalar"));
    fresh = algorithm.initial(1);
    batch = new Batch(spaces);
  }

  private static Architecture linear() {
    return new Architecture(List.of(), "tanh", 0, false);
  }

  /// ĝ of a batch by the shipping code: minus the gradient of its loss, in the order of θ.
  ///
  /// @param theta where the gradient is taken
  public double[] estimate(double[] theta, List<Trajectory> trajectories) {
    float[] gradient = algorithm.gradient(fresh, parameters(theta), batch.fill(trajectories));
    double[] out = new double[policy.parameters()];
    for (int i = 0; i < out.length; i++) {
      out[i] = -gradient[i];
    }
    return out;
  }

  /// ĝ as a function of a batch of episodes.
  ///
  /// @param recorded turns an episode into the trajectory that would have been recorded; called once for each
  public Function<List<Episode>, double[]> estimator(double[] theta, Function<Episode, Trajectory> recorded) {
    Map<Episode, Trajectory> known = new IdentityHashMap<>();
    return episodes -> estimate(theta, episodes.stream().map(episode -> known.computeIfAbsent(episode, recorded)).toList());
  }

  /// F·v by the shipping policy, F = Σ_s c_s·F_s the Fisher information of π_θ in the states with weights c.
  ///
  /// @param stateWeights c, one a state
  /// @param direction v, in the order of θ
  public static double[] fisherProduct(TabularSoftmax policy, double[] theta, double[] stateWeights, double[] direction) {
    ShippingPath path = new ShippingPath(policy, Algorithms.named("reinforce").learner());
    PolicyArchitecture networks = new PolicyArchitecture(path.spaces, linear(), Kernels.named("scalar"));
    int states = policy.states();
    float[] observations = new float[states * states];
    float[] weights = new float[states];
    for (int s = 0; s < states; s++) {
      observations[s * states + s] = 1;
      weights[s] = (float) stateWeights[s];
    }
    Rows rows = new Rows(states, states, 1, policy.actions(), true);
    rows.clear(false, new float[0][]);
    rows.add(0, states, observations, new int[states], null, null);
    Policy.Evaluation evaluation = new NetworkPolicy(networks).evaluation(states);
    evaluation.evaluate(path.parameters(theta), rows);
    float[] product = new float[networks.parameterCount()];
    evaluation.addFisherProduct(weights, path.parameters(direction), product);
    double[] out = new double[theta.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = product[i];
    }
    return out;
  }

  /// θ in the layout of the linear policy: weights, then biases and critic, which are 0.
  private float[] parameters(double[] theta) {
    float[] out = new float[fresh.policy().parameters().length];
    for (int i = 0; i < theta.length; i++) {
      out[i] = (float) theta[i];
    }
    return out;
  }

  /// An episode as it would have been recorded.
  ///
  /// @param behaviour parameters of the policy that acted
  /// @param values V of each state and of what comes after the last, one more than steps; null where no critic acted along
  public Trajectory trajectory(Episode episode, double[] behaviour, double gamma, double lambda, double[] values) {
    int n = episode.length();
    float[] observations = new float[n * policy.states()];
    float[] logProbabilities = new float[n];
    for (int t = 0; t < n; t++) {
      observations[t * policy.states() + episode.states()[t]] = 1;
      logProbabilities[t] = (float) StrictMath.log(policy.probability(behaviour, episode.states()[t], episode.actions()[t]));
    }
    Columns.Builder columns = new Columns.Builder(n, policy.states(), 1).observations(observations, 0).discreteActions(episode.actions(), 0)
        .rewards(floats(episode.rewards()), 0).logProbabilities(logProbabilities, 0);
    if (values != null) {
      columns.values(floats(values), 0);
    }
    Columns built = columns.build();
    Targets targets = SegmentTargets.of(built, Ending.TERMINATED, false, gamma, lambda, false);
    return new Trajectory(new StepId("lesson/0", 1, 0, 0), built, targets, gamma, lambda, Ending.TERMINATED, false, 0, 0, true, 0,
        List.of(new Source(0, 0, 0, n)));
  }

  private static float[] floats(double[] from) {
    float[] out = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      out[i] = (float) from[i];
    }
    return out;
  }
}
