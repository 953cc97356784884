// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.tributary.cli.settings.RunSettings;
import io.tributary.env.Environment;
import io.tributary.env.rollout.Origin;
import io.tributary.env.rollout.Pace;
import io.tributary.env.rollout.Rollout;
import io.tributary.env.rollout.RolloutSettings;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Algorithm;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.Batch;
import io.tributary.rl.policy.Actor;
import io.tributary.rl.target.SegmentTargets;

/// Rollout, targets and update in turn on one thread: what the pipeline computes, without the pipeline.
public final class InProcess {
  private final RunSettings settings;
  private final Kernel kernel;
  private final Supplier<Environment> environments;

  public InProcess(RunSettings settings, Kernel kernel, Supplier<Environment> environments) {
    this.settings = settings;
    this.kernel = kernel;
    this.environments = environments;
  }

  /// Environment steps trained a second, measured over the second half of `steps` when the compiler has settled.
  public double stepsPerSecond(long steps) {
    long[] half = {0, 0};
    long trained = play(agent -> {
      if (half[0] == 0 && agent.stepsTrained() >= steps / 2) {
        half[0] = agent.stepsTrained();
        half[1] = System.nanoTime();
      }
      return agent.stepsTrained() >= steps;
    });
    return (trained - half[0]) * 1e9 / (System.nanoTime() - half[1]);
  }

  /// Lets the compiler see rollouts and updates for so long, so that a run does not begin at the interpreter's speed: there the Vector API is
  /// hundreds of times slower.
  public void warmUp(long nanos) {
    long until = System.nanoTime() + nanos;
    var _ = play(agent -> System.nanoTime() > until);
  }

  private long play(Predicate<Agent> enough) {
    RolloutSettings sizes = settings.rollout().rollout();
    List<Environment> played = new ArrayList<>();
    for (int i = 0; i < sizes.environments(); i++) {
      played.add(environments.get());
    }
    Spaces spaces = played.getFirst().spaces();
    Algorithm algorithm = Algorithms.of(spaces, settings.policy(), settings.learner(), null, settings.seed(), kernel);
    Actor actor = new Actor(spaces, settings.policy(), kernel, sizes.environments());
    Origin origin = new Origin("in-process", 0, settings.seed(), 0, 0, Purpose.TRAIN);
    Agent agent = algorithm.initial(settings.seed());
    Batch batch = new Batch(spaces);
    try (Rollout rollout = new Rollout(played, sizes, origin, actor, false, System::currentTimeMillis)) {
      while (!enough.test(agent)) {
        actor.load(agent.policy());
        List<Trajectory> trajectories = new ArrayList<>();
        var _ = rollout.run(agent.version(), record -> trajectories.add(trajectory(record)), Pace.UNLIMITED);
        agent = algorithm.update(agent, batch.fill(trajectories)).agent();
      }
    }
    return agent.stepsTrained();
  }

  private Trajectory trajectory(Steps record) {
    boolean cut = !record.ending().endsEpisode();
    var targets = SegmentTargets.of(record.columns(), record.ending(), cut, settings.gamma(), settings.lambda(), settings.bootstrapRewardToGo());
    return new Trajectory(record.first(), record.columns(), targets, settings.gamma(), settings.lambda(), record.ending(), cut, record.policyVersion(),
        record.policyVersion(), false, record.returnBefore(), List.of(new Source(0, 0, record.first().index(), record.count())));
  }
}
