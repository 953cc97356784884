// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.List;
import java.util.Map;

import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;

/// The topics of one run and every name derived from it.
///
/// **Guarantees.** The largest legal record of each topic fits the topic and the clients: whoever checks
/// {@link Topic#maxValueBytes()} before sending is never refused by Kafka for size.
public final class Topics {
  static final String STEPS = "steps";
  static final String OUTCOMES = "outcomes";
  static final String TRAJECTORIES = "trajectories";
  static final String REJECTED = "rejected";
  static final String EPISODES = "episodes";
  static final String POLICIES = "policies";
  static final String CHECKPOINTS = "checkpoints";
  static final String SPEC = "spec";
  static final String METRICS = "metrics";
  /// Store of the topology with a header row for each environment.
  public static final String ENVIRONMENTS_STORE = "environments";
  /// Store of the topology with the slots of open steps.
  public static final String OPEN_STEPS_STORE = "open-steps";

  /// All of them, in the order of the flow.
  static final List<String> NAMES = List.of(STEPS, OUTCOMES, TRAJECTORIES, REJECTED, EPISODES, POLICIES, CHECKPOINTS, SPEC, METRICS);

  private final RunNames names;
  private final Topic<String, Steps> steps;
  private final Topic<String, Outcome> outcomes;
  private final Topic<String, Trajectory> trajectories;
  private final Topic<String, RejectedStep> rejected;
  private final Topic<String, Episode> episodes;
  private final Topic<Long, PolicySnapshot> policies;
  private final Topic<String, Checkpoint> checkpoints;
  private final Topic<String, SpecRecord> spec;
  private final Topic<Long, VersionMetrics> metrics;
  private final Topic<String, OpenEnvironment> openEnvironments;
  private final Topic<OpenSlot, OpenSteps> openSteps;

  private Topics(RunNames names, RunSpec run) {
    TopicSettings settings = new TopicSettings(run);
    int partitions = run.partitions();
    boolean pixels = run.spaces().pixels();
    this.names = names;
    steps = new Topic<>(names.topic(STEPS), partitions, Codecs.utf8(), Codecs.steps(pixels), settings.steps());
    outcomes = new Topic<>(names.topic(OUTCOMES), partitions, Codecs.utf8(), Codecs.outcome(), settings.outcomes());
    trajectories = new Topic<>(names.topic(TRAJECTORIES), partitions, Codecs.utf8(), Codecs.trajectory(pixels), settings.trajectories());
    rejected = new Topic<>(names.topic(REJECTED), partitions, Codecs.utf8(), Codecs.rejectedStep(), settings.rejected());
    episodes = new Topic<>(names.topic(EPISODES), partitions, Codecs.utf8(), Codecs.episode(), settings.episodes());
    policies = new Topic<>(names.topic(POLICIES), 1, Codecs.bigEndianLong(), Codecs.policySnapshot(), settings.policies());
    checkpoints = new Topic<>(names.topic(CHECKPOINTS), 1, Codecs.utf8(), Codecs.checkpoint(), settings.checkpoints());
    spec = spec(names.prefix(), names.run());
    metrics = new Topic<>(names.topic(METRICS), 1, Codecs.bigEndianLong(), Codecs.versionMetrics(), settings.metrics());
    openEnvironments = new Topic<>(names.changelog(ENVIRONMENTS_STORE), partitions, Codecs.utf8(), Codecs.openEnvironment(), changelogConfig());
    openSteps = new Topic<>(names.changelog(OPEN_STEPS_STORE), partitions, Codecs.openSlot(), Codecs.openSteps(), changelogConfig());
  }

  /// The topics of the run that `spec` describes.
  ///
  /// @param prefix put before each name, for clusters that require one; empty otherwise
  public static Topics of(String prefix, RunSpec spec) {
    return new Topics(new RunNames(prefix, spec.run()), spec);
  }

  /// The topic a run's spec is read from before anything else is known. Its records have the run's name as key.
  public static Topic<String, SpecRecord> spec(String prefix, String run) {
    return new Topic<>(specName(prefix, run), 1, Codecs.utf8(), Codecs.specRecord(), TopicSettings.spec());
  }

  /// Name of that topic.
  public static String specName(String prefix, String run) {
    return new RunNames(prefix, run).topic(SPEC);
  }

  /// What environments did; key = environment id.
  public Topic<String, Steps> steps() {
    return steps;
  }

  /// Rewards learned later; key = environment id.
  public Topic<String, Outcome> outcomes() {
    return outcomes;
  }

  /// Segments with their targets; key = environment id.
  public Topic<String, Trajectory> trajectories() {
    return trajectories;
  }

  /// Steps records that were not learned from; key = environment id.
  public Topic<String, RejectedStep> rejected() {
    return rejected;
  }

  /// Finished episodes; key = environment id.
  public Topic<String, Episode> episodes() {
    return episodes;
  }

  /// Every version of the policy; key = version.
  public Topic<Long, PolicySnapshot> policies() {
    return policies;
  }

  /// The whole agent; key = {@link Checkpoint#LATEST} or {@link Checkpoint#key(long)}.
  public Topic<String, Checkpoint> checkpoints() {
    return checkpoints;
  }

  /// The run's spec and the revisions of its settings; key = the run's name.
  public Topic<String, SpecRecord> spec() {
    return spec;
  }

  /// Figures of every version; key = version.
  public Topic<Long, VersionMetrics> metrics() {
    return metrics;
  }

  /// What the topology remembers of each environment, as a changelog; key = environment id. It exists once a topology has run.
  public Topic<String, OpenEnvironment> openEnvironments() {
    return openEnvironments;
  }

  /// Steps records whose segment is not closed, as a changelog; key = environment id and slot. It exists once a topology has run.
  public Topic<OpenSlot, OpenSteps> openSteps() {
    return openSteps;
  }

  /// The topology's own topics, which Kafka Streams creates.
  public List<Topic<?, ?>> changelogs() {
    return List.of(openEnvironments, openSteps);
  }

  /// All that a run is created with, in the order of the flow.
  public List<Topic<?, ?>> all() {
    return List.of(steps, outcomes, trajectories, rejected, episodes, policies, checkpoints, spec, metrics);
  }

  /// Settings of the changelog of the topology's stores: it must take the largest row of open steps.
  public Map<String, String> changelogConfig() {
    return TopicSettings.changelog();
  }

  /// Limits of the topology's producer, its changelog included.
  public ClientLimits topologyLimits() {
    return ClientLimits.of(trajectories, rejected, episodes, openEnvironments, openSteps);
  }

  /// Limits of the trainer's producer.
  public ClientLimits trainerLimits() {
    return ClientLimits.of(policies, checkpoints, metrics, spec);
  }

  /// Limits of a producer of steps and outcomes.
  public ClientLimits producerLimits() {
    return ClientLimits.of(steps, outcomes);
  }

  public RunNames names() {
    return names;
  }

  /// Application id of the topology, `<run>.stream`.
  public String applicationId() {
    return names.applicationId();
  }

  /// Consumer group of the trainer, `<run>.trainer`.
  public String trainerGroup() {
    return names.trainerGroup();
  }

  /// Transactional id of the trainer, `<run>.trainer`.
  public String transactionalId() {
    return names.transactionalId();
  }

  /// Client id `<run>.<part>.<instance>`.
  public String clientId(String part, String instance) {
    return names.clientId(part, instance);
  }
}
