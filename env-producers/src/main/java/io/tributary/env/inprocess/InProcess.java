// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.inprocess;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.tributary.env.Environment;
import io.tributary.env.evaluate.Evaluation;
import io.tributary.env.evaluate.EvaluationResult;
import io.tributary.env.evaluate.EvaluationSettings;
import io.tributary.env.rollout.EpisodeStatistics;
import io.tributary.env.rollout.Origin;
import io.tributary.env.rollout.Pace;
import io.tributary.env.rollout.PlainLogs;
import io.tributary.env.rollout.Rollout;
import io.tributary.env.rollout.Window;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Algorithm;
import io.tributary.rl.learning.Batch;
import io.tributary.rl.learning.Update;
import io.tributary.rl.policy.Actor;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.PolicyState;

/// Rollouts, targets and updates in turn on one thread: what the pipeline computes, without the pipeline.
///
/// **Assumptions.** One thread. The algorithm is of the environments' spaces and of the architecture, and used by nobody else.
///
/// **Guarantees.**
/// - A pure function of the settings, the algorithm and the beginning: the wall clock stands in no trajectory that matters.
/// - With a window of 1, rollouts that add up to a batch and one partition, version n is bit for bit the pipeline's version n of the same seed.
/// - With a window of w the learner is behind by design, not by chance: as many rollouts are played ahead as the window allows.
/// - A batch that rollouts do not fill exactly is filled by another one, where the pipeline would linger.
///
/// **Example.**
/// ```java
/// var algorithm = Algorithms.of(spaces, architecture, LearnerSettings.defaults(), null, 1, kernel);
/// try (var experiment = new InProcess(CartPole::limited, architecture, algorithm, kernel, InProcessSettings.onPolicy(8, 128, 0.99, 0.95, 1))) {
///   experiment.train(agent -> agent.stepsTrained() >= 100_000);
///   double mean = experiment.evaluate(EvaluationSettings.defaults()).mean();
/// }
/// ```
public final class InProcess implements AutoCloseable {
  private final Supplier<Environment> environments;
  private final Architecture architecture;
  private final Algorithm algorithm;
  private final Kernel kernel;
  private final InProcessSettings settings;
  private final Actor actor;
  private final Rollout rollout;
  private final boolean demonstrated;
  private final Segments segments;
  private final Window window;
  private final EpisodeStatistics episodes = new EpisodeStatistics();
  private final Deque<Trajectory> pending = new ArrayDeque<>();
  private final Batch batch;
  private long pendingSteps;
  private long stepsPlayed;
  private long stepsTaken;
  private Agent agent;

  /// Begins with fresh parameters of the settings' seed.
  public InProcess(Supplier<Environment> environments, Architecture architecture, Algorithm algorithm, Kernel kernel, InProcessSettings settings) {
    this(environments, architecture, algorithm, kernel, settings, algorithm.initial(settings.seed()));
  }

  /// Begins with `beginning`, for example somebody else's policy.
  public InProcess(Supplier<Environment> environments, Architecture architecture, Algorithm algorithm, Kernel kernel, InProcessSettings settings,
      Agent beginning) {
    this(environments, architecture, algorithm, kernel, settings, beginning, architecture, null);
  }

  private InProcess(Supplier<Environment> environments, Architecture architecture, Algorithm algorithm, Kernel kernel, InProcessSettings settings,
      Agent beginning, Architecture acting, PolicyState demonstrator) {
    this.environments = environments;
    this.architecture = architecture;
    this.algorithm = algorithm;
    this.kernel = kernel;
    this.settings = settings;
    agent = beginning;
    List<Environment> played = new ArrayList<>();
    for (int i = 0; i < settings.rollout().environments(); i++) {
      played.add(environments.get());
    }
    Spaces spaces = played.getFirst().spaces();
    actor = new Actor(spaces, acting, kernel, played.size());
    demonstrated = demonstrator != null;
    if (demonstrated) {
      actor.load(demonstrator);
    }
    Origin origin = new Origin("in-process", 0, settings.seed(), 0, 0, Purpose.TRAIN);
    rollout = new Rollout(played, settings.rollout(), origin, actor, false, () -> 0);
    segments = new Segments(settings);
    window = new Window(settings.window());
    batch = new Batch(spaces);
  }

  /// The same, where a frozen policy acts and what it does is learned from as a plain log: for cloning.
  ///
  /// @param acting architecture of the demonstrator
  /// @param demonstrator acts all rollouts, sampled
  public static InProcess demonstrated(Supplier<Environment> environments, Architecture architecture, Algorithm algorithm, Kernel kernel,
      InProcessSettings settings, Architecture acting, PolicyState demonstrator) {
    return new InProcess(environments, architecture, algorithm, kernel, settings, algorithm.initial(settings.seed()), acting, demonstrator);
  }

  /// Plays what the next batch and the window ask for, and learns once.
  public Update next() {
    while (window.isOpen() || !full(pending.size(), pendingSteps)) {
      play();
    }
    Update update = algorithm.update(agent, batch.fill(take()));
    agent = update.agent();
    return update;
  }

  /// Learns until the agent is enough, at least not at all.
  ///
  /// @return that agent
  public Agent train(Predicate<Agent> enough) {
    while (!enough.test(agent)) {
      var _ = next();
    }
    return agent;
  }

  /// Plays fresh episodes with the present policy.
  public EvaluationResult evaluate(EvaluationSettings which) {
    return Evaluation.play(environments, architecture, kernel, agent.policy(), which);
  }

  private void play() {
    if (!demonstrated) {
      actor.load(agent.policy());
    }
    long steps = rollout.run(agent.version(), this::played, Pace.UNLIMITED);
    stepsPlayed += steps;
    window.published(steps);
  }

  private void played(Steps record) {
    episodes.observe(record);
    segments.add(demonstrated ? PlainLogs.of(record) : record, trajectory -> {
      pending.add(trajectory);
      pendingSteps += trajectory.count();
    });
  }

  private List<Trajectory> take() {
    List<Trajectory> taken = new ArrayList<>();
    long steps = 0;
    while (!full(taken.size(), steps)) {
      Trajectory trajectory = pending.remove();
      taken.add(trajectory);
      steps += trajectory.count();
    }
    pendingSteps -= steps;
    stepsTaken += steps;
    window.taken(stepsTaken);
    return taken;
  }

  /// The trainer's rule: at least two steps, since one alone has no standard deviation.
  private boolean full(int trajectories, long steps) {
    return steps >= 2 && (settings.batchTrajectories() > 0 ? trajectories >= settings.batchTrajectories() : steps >= settings.batchSteps());
  }

  /// The newest agent.
  public Agent agent() {
    return agent;
  }

  /// Training episodes so far.
  public EpisodeStatistics episodes() {
    return episodes;
  }

  /// Environment steps acted so far; those that were learned from are `agent().stepsTrained()`.
  public long stepsPlayed() {
    return stepsPlayed;
  }

  @Override
  public void close() {
    rollout.close();
  }
}
