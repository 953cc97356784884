// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;

import io.tributary.env.publish.ProducerSettings;
import io.tributary.env.rollout.RolloutSettings;
import io.tributary.monitoring.HttpSettings;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.Weighting;
import io.tributary.rl.policy.Architecture;
import io.tributary.runs.PolicyName;
import io.tributary.runs.Redaction;
import io.tributary.runs.Run;
import io.tributary.schemas.RunSpec;
import io.tributary.streams.StreamSettings;
import io.tributary.trainer.BatchSettings;
import io.tributary.trainer.TrainerSettings;
import io.tributary.tribuo.baseline.TribuoSettings;

/// Everything that can be set about a run and its parts. What a part defines it defines once, in its own record; this only names them.
///
/// @param environment what is acted in: a name that `demo --env` knows
/// @param algorithm name of the row that `learner` starts from ({@link Algorithms}); those for whole episodes also set how they are played and gathered
/// @param initial policy of another run that version 0 is made of, `RUN@VERSION` or `RUN` for its newest: its parameters and statistics, with a
///     fresh optimiser. Empty for fresh parameters
/// @param seed of every random number in the run
/// @param gamma discount γ, 0 to 1
/// @param lambda λ of generalised advantage estimation, 0 to 1
/// @param segment when the topology closes a segment
/// @param bootstrapRewardToGo whether reward-to-go of truncated and cut segments continues with V(nextObservation)
/// @param partitions of steps, trajectories and the topics beside them; never changes in a run
/// @param replicationFactor of every topic; 1 on the embedded broker
/// @param retentionMs how long steps, trajectories, rejected, episodes and metrics are kept, in milliseconds; −1 for ever
/// @param abandonAfterMs record time after which an open segment without news is closed as cut, in milliseconds
/// @param forgetAfterMs record time after which a silent environment is forgotten, in milliseconds
/// @param kernel which arithmetic runs: auto, vector or scalar; all give the same bits
/// @param policy how policy and critic are built
/// @param rollout how a producer plays and how far ahead
/// @param stream how a process runs the topology
/// @param trainer how batches are taken and versions published
/// @param learner how a batch becomes the next version
/// @param tribuo the regression behind `learner.baseline: tribuo`; not looked at with any other baseline
/// @param budget when the run is over
/// @param http where a process answers for its health and figures; never stored with the run
/// @param kafka settings of Kafka's clients, passed through untouched; never stored with the run
public record RunSettings(
    String environment,
    String algorithm,
    String initial,
    long seed,
    double gamma,
    double lambda,
    SegmentSettings segment,
    boolean bootstrapRewardToGo,
    int partitions,
    short replicationFactor,
    long retentionMs,
    long abandonAfterMs,
    long forgetAfterMs,
    String kernel,
    Architecture policy,
    ProducerSettings rollout,
    StreamSettings stream,
    TrainerSettings trainer,
    LearnerSettings learner,
    TribuoSettings tribuo,
    BudgetSettings budget,
    HttpSettings http,
    Map<String, String> kafka) {
  private static final long WEEK_MS = 604_800_000;
  private static final int EPISODES_LINGER_MS = 30_000;

  public RunSettings {
    Objects.requireNonNull(environment, "environment");
    Objects.requireNonNull(algorithm, "algorithm");
    if (!initial.isEmpty()) {
      var _ = PolicyName.parse(Run.INITIAL, initial);
    }
    kafka = Map.copyOf(kafka);
    if (!(gamma >= 0 && gamma <= 1)) {
      throw new IllegalArgumentException("gamma is " + gamma + "; expected 0 to 1");
    }
    if (!(lambda >= 0 && lambda <= 1)) {
      throw new IllegalArgumentException("lambda is " + lambda + "; expected 0 to 1");
    }
    if (partitions < 1 || partitions > 1_000) {
      throw new IllegalArgumentException("partitions is " + partitions + "; expected 1 to 1000");
    }
    if (replicationFactor < 1 && replicationFactor != -1) {
      throw new IllegalArgumentException("replicationFactor is " + replicationFactor + "; expected 1 or more, or −1 for the cluster's own default");
    }
    if (!kernel.matches("auto|scalar|vector")) {
      throw new IllegalArgumentException("kernel is '" + kernel + "'; expected auto, vector or scalar");
    }
    if (segment.completeEpisodes() && !rollout.rollout().completeEpisodes()) {
      throw new IllegalArgumentException("rollout.episodes is 0 with segment.completeEpisodes true; expected 1 or more whole episodes of each "
          + "environment in a rollout, because a rollout that ends by steps cuts them");
    }
    if (learner.needsEpisodes() && !segment.completeEpisodes()) {
      throw new IllegalArgumentException("segment.completeEpisodes is false with learner.weights " + Scalars.text(learner.weights()) + ", learner.baseline "
          + Scalars.text(learner.baseline()) + " and learner.objective " + Scalars.text(learner.objective())
          + "; expected true (and rollout.episodes 1 or more), because they mean nothing on a part of an episode: only episodes shorter than a segment "
          + "would be learned from");
    }
    if (!rollout.demonstrator().isEmpty() && learner.weights() != Weighting.ONE) {
      throw new IllegalArgumentException("rollout.demonstrator is '" + rollout.demonstrator() + "' with learner.weights " + Scalars.text(learner.weights())
          + "; expected algorithm bc (learner.weights one), because its plain logs have no log-probabilities: only cloning may learn from them");
    }
  }

  /// PPO on CartPole with every part's own defaults.
  public static RunSettings defaults() {
    return new RunSettings("cartpole", "ppo", "", 1, 0.99, 0.95, SegmentSettings.defaults(), true, 1, (short) 1, WEEK_MS, RunSpec.DEFAULT_ABANDON_AFTER_MS,
        RunSpec.DEFAULT_FORGET_AFTER_MS, "auto", Architecture.defaults(), ProducerSettings.defaults(), StreamSettings.defaults(), TrainerSettings.defaults(),
        LearnerSettings.defaults(), TribuoSettings.defaults(), BudgetSettings.defaults(), HttpSettings.defaults(), Map.of());
  }

  /// The settings that `layers` make, over the row of the algorithm they name.
  ///
  /// @throws io.tributary.cli.UsageException for an unknown name or an impossible value
  public static RunSettings of(Layers layers) {
    RunSettings standard = defaults();
    if (layers.get("algorithm").isEmpty()) {
      return layers.over(standard);
    }
    Algorithms.Row row = layers.read("algorithm", Algorithms::named);
    RunSettings settings = layers.forTheAlgorithm().over(standard.learning(layers.get("algorithm").get().value(), row));
    return row.completeEpisodes() && layers.get("batch.trajectories").isEmpty() ? settings.aRolloutABatch() : settings;
  }

  /// These settings with another algorithm.
  ///
  /// Where it learns from whole episodes, one of each environment makes a rollout, returns are sums to the episode's end, and a batch is given time to
  /// fill: one cut short would hold the shortest episodes. Where nothing corrects for the age of data, a producer waits for the newest version.
  private RunSettings learning(String name, Algorithms.Row row) {
    int window = row.learner().needsOwnData() ? 1 : rollout.window();
    if (!row.completeEpisodes()) {
      return with(name, segment, bootstrapRewardToGo, rollout.with(rollout.rollout(), window), trainer, row.learner());
    }
    RolloutSettings sizes = rollout.rollout();
    RolloutSettings episodes = new RolloutSettings(sizes.environments(), sizes.steps(), 1, sizes.recordSteps());
    BatchSettings batch = trainer.batch();
    BatchSettings patient = new BatchSettings(batch.steps(), sizes.environments(), EPISODES_LINGER_MS, batch.maxVersionLag());
    return with(name, new SegmentSettings(segment.steps(), true), false, rollout.with(episodes, 1), trainer.withBatch(patient), row.learner());
  }

  /// The same with batches of as many trajectories as a rollout has episodes.
  private RunSettings aRolloutABatch() {
    RolloutSettings sizes = rollout.rollout();
    BatchSettings batch = trainer.batch();
    int trajectories = Math.multiplyExact(sizes.environments(), Math.max(1, sizes.episodes()));
    return with(algorithm, segment, bootstrapRewardToGo, rollout,
        trainer.withBatch(new BatchSettings(batch.steps(), trajectories, batch.lingerMs(), batch.maxVersionLag())), learner);
  }

  /// Mean return at which the task counts as solved; NaN for none, and where a demonstrator plays: its returns say nothing of what is learned.
  ///
  /// @param ofEnvironment the environment's own mark
  public double mark(OptionalDouble ofEnvironment) {
    return rollout.demonstrator().isEmpty() ? budget.mark(ofEnvironment) : Double.NaN;
  }

  private RunSettings with(
      String name, SegmentSettings segments, boolean bootstrap, ProducerSettings producer, TrainerSettings training, LearnerSettings learning) {
    return new RunSettings(environment, name, initial, seed, gamma, lambda, segments, bootstrap, partitions, replicationFactor, retentionMs, abandonAfterMs,
        forgetAfterMs, kernel, policy, producer, stream, training, learning, tribuo, budget, http, kafka);
  }

  /// The same under another seed.
  public RunSettings seeded(long other) {
    return new RunSettings(environment, algorithm, initial, other, gamma, lambda, segment, bootstrapRewardToGo, partitions, replicationFactor,
        retentionMs, abandonAfterMs, forgetAfterMs, kernel, policy, rollout, stream, trainer, learner, tribuo, budget, http, kafka);
  }

  /// The same with other runs' policies named one way or the other.
  public RunSettings following(String beginning, String demonstrator) {
    return new RunSettings(environment, algorithm, beginning, seed, gamma, lambda, segment, bootstrapRewardToGo, partitions, replicationFactor,
        retentionMs, abandonAfterMs, forgetAfterMs, kernel, policy, rollout.demonstratedBy(demonstrator), stream, trainer, learner, tribuo, budget, http, kafka);
  }

  /// By dotted name, without what belongs to a process and not to the run: Kafka's own settings, which may hold passwords, and where it listens.
  public Map<String, String> flattened() {
    Map<String, String> flat = new TreeMap<>(Setting.flatten(this));
    flat.keySet().removeIf(key -> key.startsWith("kafka.") || key.startsWith("http."));
    return Redaction.redacted(flat);
  }

  /// The spec of a new run with these settings; the cluster's id is filled in when it is created.
  public RunSpec spec(String run, Spaces spaces, long nowMs) {
    return new RunSpec(run, environment, spaces, policy, gamma, lambda, segment.segmenting(), bootstrapRewardToGo, partitions, "", seed, retentionMs,
        abandonAfterMs, forgetAfterMs, null, flattened(), nowMs);
  }
}
