// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.policy.Actor;
import io.tributary.rl.policy.ActorOutput;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.PolicyState;
import io.tributary.rl.target.SegmentTargets;

/// Settings, spaces and random trajectories that a policy really acted.
final class Cases {
  static final Kernel SCALAR = Kernels.named("scalar");
  static final Architecture SMALL = new Architecture(List.of(6, 5), "tanh", -0.2, true);
  static final Spaces DISCRETE = new Spaces(Space.Box.unbounded(3), new Space.Discrete(4));
  static final Spaces MULTI_DISCRETE = new Spaces(Space.Box.unbounded(3), new Space.MultiDiscrete(List.of(2, 3)));
  static final Spaces CONTINUOUS = new Spaces(Space.Box.unbounded(3), Space.Box.bounded(2, -1, 1));

  private Cases() {}

  static LearnerSettings settings(int epochs, int minibatches, double targetKl) {
    Tuning tuning = new Tuning();
    tuning.epochs = epochs;
    tuning.minibatches = minibatches;
    tuning.targetKl = targetKl;
    return tuning.build();
  }

  /// The defaults, some of them changed.
  static final class Tuning {
    final LearnerSettings d = LearnerSettings.defaults();
    LearnerSettings.Clip clip = d.clip();
    Schedule learningRate = d.learningRate();
    Schedule entropy = d.entropy();
    int epochs = d.epochs();
    int minibatches = d.minibatches();
    LearnerSettings.Optimiser optimiser = d.optimiser();
    LearnerSettings.MaxGradNorm maxGradNorm = d.maxGradNorm();
    Standardisation standardise = d.standardise();
    LearnerSettings.Critic critic = d.critic();
    double targetKl = d.targetKl();
    TargetSource targets = d.targets();

    LearnerSettings build() {
      return d.change().clip(clip).learningRate(learningRate).entropy(entropy).epochs(epochs).minibatches(minibatches).optimiser(optimiser)
          .maxGradNorm(maxGradNorm).standardise(standardise).critic(critic).targetKl(targetKl).targets(targets).build();
    }
  }

  /// Trajectories of random observations and rewards with any ending, acted by the state.
  static List<Trajectory> acted(Spaces spaces, Architecture architecture, PolicyState state, long seed, int trajectories, int longest) {
    Random random = new Random(seed);
    Actor actor = new Actor(spaces, architecture, SCALAR, longest + 1);
    actor.load(state);
    List<Trajectory> list = new ArrayList<>();
    for (int i = 0; i < trajectories; i++) {
      list.add(one(spaces, actor, random, i, 1 + random.nextInt(longest)));
    }
    return list;
  }

  private static Trajectory one(Spaces spaces, Actor actor, Random random, int number, int n) {
    int size = spaces.observationSize();
    float[] observations = gaussians(random, (n + 1) * size);
    byte[] masks = random.nextBoolean() && spaces.maskSize() > 0 ? masks(spaces, random, n + 1) : null;
    ActorOutput out = new ActorOutput(spaces, n + 1);
    actor.act(observations, n + 1, masks, random.longs(n + 1).toArray(), out);
    Columns.Builder columns = new Columns.Builder(n, size, spaces.actionSize()).observations(observations, 0).nextObservation(observations, n * size)
        .logProbabilities(out.logProbabilities(), 0).values(out.values(), 0).rewards(gaussians(random, n), 0);
    if (masks != null) {
      columns.masks(masks, 0, spaces.maskSize());
    }
    if (spaces.discreteActions()) {
      columns.discreteActions(out.discreteActions(), 0);
    } else {
      columns.continuousActions(out.continuousActions(), 0);
    }
    return trajectory(columns.build(), number, Ending.values()[random.nextInt(3)], random.nextInt(5));
  }

  static Trajectory trajectory(Columns columns, int number, Ending ending, double returnBefore) {
    boolean cut = ending == Ending.CONTINUES;
    return new Trajectory(new StepId("p/" + number, 1, 0, 0), columns, SegmentTargets.of(columns, ending, cut, .9, .8, true), .9, .8, ending, cut, 0, 0,
        false, returnBefore, List.of(new Source(0, number, 0, columns.count())));
  }

  private static byte[] masks(Spaces spaces, Random random, int rows) {
    int[] choices = spaces.action() instanceof Space.MultiDiscrete(var sizes) ? sizes.stream().mapToInt(n -> n).toArray() : new int[] {spaces.maskSize()};
    byte[] masks = new byte[rows * spaces.maskSize()];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      for (int choice : choices) {
        for (int i = 0; i < choice; i++) {
          masks[at + i] = (byte) random.nextInt(2);
        }
        masks[at + random.nextInt(choice)] = 1;
        at += choice;
      }
    }
    return masks;
  }

  static float[] gaussians(Random random, int n) {
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      out[i] = (float) random.nextGaussian();
    }
    return out;
  }

  /// The same steps as whole episodes of their own: from step 0 to an ending, returns being sums that nothing bootstraps.
  static List<Trajectory> episodes(List<Trajectory> segments) {
    return segments.stream().map(t -> {
      Ending ending = t.ending() == Ending.CONTINUES ? Ending.TRUNCATED : t.ending();
      return new Trajectory(t.first(), t.columns(), SegmentTargets.of(t.columns(), ending, false, t.gamma(), t.lambda(), false), t.gamma(), t.lambda(), ending,
          false, 0, 0, true, 0, t.sources());
    }).toList();
  }

  /// The same steps under other discounts.
  static Trajectory discounted(Trajectory t, double gamma, double lambda) {
    return new Trajectory(t.first(), t.columns(), SegmentTargets.of(t.columns(), t.ending(), t.cut(), gamma, lambda, !t.completeEpisode()), gamma, lambda,
        t.ending(), t.cut(), t.lowestVersion(), t.highestVersion(), t.completeEpisode(), t.returnBefore(), t.sources());
  }

  /// The same columns, to be changed; masks and environment actions are left out.
  static Columns.Builder copy(Columns c) {
    Columns.Builder builder = new Columns.Builder(c.count(), c.observationSize(), c.actionSize()).observations(c.observations(), 0).rewards(c.rewards(), 0);
    if (c.nextObservation().length > 0) {
      builder.nextObservation(c.nextObservation(), 0);
    }
    if (c.discreteActions() != null) {
      builder.discreteActions(c.discreteActions(), 0);
    } else {
      builder.continuousActions(c.continuousActions(), 0);
    }
    if (c.logProbabilities() != null) {
      builder.logProbabilities(c.logProbabilities(), 0);
    }
    return c.values() == null ? builder : builder.values(c.values(), 0);
  }

  /// A parent made by PPO, for any algorithm whose optimiser is Adam.
  static Agent parent(Spaces spaces, long seed) {
    return trained(spaces, SMALL, Algorithms.of(spaces, SMALL, LearnerSettings.defaults(), null, 1, Kernels.best()), seed);
  }

  /// An agent whose statistics are filled and whose parameters moved a little: the child of a warm-up and one update.
  static Agent trained(Spaces spaces, Architecture architecture, Algorithm algorithm, long seed) {
    Agent agent = algorithm.initial(seed);
    for (int i = 0; i < 2; i++) {
      agent = algorithm.update(agent, Batch.of(spaces, acted(spaces, architecture, agent.policy(), seed + i, 20, 12))).agent();
    }
    return agent;
  }
}
