// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicsTest {
  private static final RunSpec SPEC = new Samples(1).runSpec();
  private static final Topics TOPICS = Topics.of("", SPEC);

  @Test
  void shouldNameEverythingAfterTheRun() {
    String run = SPEC.run();
    assertThat(TOPICS.all()).extracting(Topic::name).containsExactly(
        run + ".steps", run + ".outcomes", run + ".trajectories", run + ".rejected", run + ".episodes", run + ".policies",
        run + ".checkpoints", run + ".spec", run + ".metrics");
    assertThat(TOPICS.changelogs()).extracting(Topic::name)
        .containsExactly(run + ".stream-environments-changelog", run + ".stream-open-steps-changelog");
    assertThat(TOPICS.applicationId()).isEqualTo(run + ".stream");
    assertThat(TOPICS.trainerGroup()).isEqualTo(run + ".trainer");
    assertThat(TOPICS.transactionalId()).isEqualTo(run + ".trainer");
    assertThat(TOPICS.clientId("produce", "3")).isEqualTo(run + ".produce.3");
  }

  @Test
  void shouldPutThePrefixBeforeEveryName() {
    Topics prefixed = Topics.of("team_a.", SPEC);
    assertThat(prefixed.all()).allSatisfy(topic -> assertThat(topic.name()).startsWith("team_a." + SPEC.run() + "."));
    assertThat(prefixed.applicationId()).isEqualTo("team_a." + SPEC.run() + ".stream");
    assertThat(prefixed.transactionalId()).startsWith("team_a.");
    assertThat(prefixed.clientId("train", "0")).startsWith("team_a.");
    assertThatThrownBy(() -> Topics.of("a b", SPEC)).hasMessageStartingWith("prefix is 'a b'; expected");
  }

  @Test
  void shouldFindTheRunOfASpecTopic() {
    assertThat(RunNames.ofSpecTopic("", "cartpole-1.spec")).contains("cartpole-1");
    assertThat(RunNames.ofSpecTopic("p.", Topics.specName("p.", "x"))).contains("x");
    assertThat(RunNames.ofSpecTopic("", "cartpole-1.steps")).isEmpty();
    assertThat(RunNames.ofSpecTopic("", "Other.spec")).isEmpty();
    assertThat(RunNames.ofSpecTopic("", ".spec")).isEmpty();
    assertThat(RunNames.ofSpecTopic("p.", "x.spec")).isEmpty();
  }

  @Test
  void shouldPartitionWhatIsKeyedByEnvironmentAlike() {
    assertThat(new Topic<?, ?>[] {TOPICS.steps(), TOPICS.outcomes(), TOPICS.trajectories(), TOPICS.rejected(), TOPICS.episodes()})
        .allSatisfy(topic -> assertThat(topic.partitions()).isEqualTo(SPEC.partitions()));
    assertThat(new Topic<?, ?>[] {TOPICS.policies(), TOPICS.checkpoints(), TOPICS.spec(), TOPICS.metrics()})
        .allSatisfy(topic -> assertThat(topic.partitions()).isOne());
  }

  @Test
  void shouldKeepEachTopicAsLongAsTheSpecSays() {
    String retention = Long.toString(SPEC.retentionMs());
    assertThat(TOPICS.steps().config()).containsEntry("retention.ms", retention).containsEntry("message.timestamp.type", "LogAppendTime");
    assertThat(TOPICS.trajectories().config()).containsEntry("retention.ms", retention).containsEntry("cleanup.policy", "delete");
    assertThat(TOPICS.spec().config()).containsEntry("retention.ms", "-1").containsEntry("retention.bytes", "-1");
    assertThat(TOPICS.checkpoints().config()).containsEntry("cleanup.policy", "compact").containsEntry("min.cleanable.dirty.ratio", "0.1");
    assertThat(TOPICS.policies().config()).containsEntry("retention.ms", "-1");
  }

  @Test
  void policiesOutliveTrajectories() {
    RunSpec week = withRetention(604_800_000);
    long bytes = Long.parseLong(Topics.of("", week).policies().config().get("retention.bytes"));
    assertThat(bytes).isGreaterThan(604_800L * 100 * 1_000);
    assertThat(Topics.of("", withRetention(-1)).policies().config()).containsEntry("retention.bytes", "-1");
  }

  /// A log refuses a batch larger than one of its segments.
  @Test
  void segmentsHoldTheLargestMessage() {
    for (Map<String, String> config : List.of(TOPICS.checkpoints().config(), TOPICS.changelogConfig())) {
      assertThat(Integer.parseInt(config.get("segment.bytes"))).isGreaterThanOrEqualTo(Integer.parseInt(config.get("max.message.bytes")));
    }
  }

  @Test
  void clientsMaySendWhatTopicsTake() {
    assertThat(TOPICS.producerLimits().maxRequestSize()).isEqualTo(TOPICS.steps().maxMessageBytes());
    assertThat(TOPICS.trainerLimits().maxRequestSize()).isGreaterThan(Checkpoint.MAX_BYTES);
    assertThat(TOPICS.trainerLimits().bufferMemory()).isGreaterThanOrEqualTo(2L * TOPICS.trainerLimits().maxRequestSize());
    assertThat(TOPICS.topologyLimits().maxRequestSize()).isEqualTo(TOPICS.trajectories().maxMessageBytes());
    assertThat(TOPICS.producerLimits().producerConfig()).containsOnlyKeys("max.request.size", "buffer.memory");
  }

  private static RunSpec withRetention(long retentionMs) {
    return new RunSpec(SPEC.run(), SPEC.environment(), SPEC.spaces(), SPEC.architecture(), SPEC.gamma(), SPEC.lambda(), SPEC.segmenting(),
        SPEC.bootstrapRewardToGo(), SPEC.partitions(), SPEC.clusterId(), SPEC.seed(), retentionMs, SPEC.abandonAfterMs(), SPEC.forgetAfterMs(),
        SPEC.outcomes(), SPEC.settings(), SPEC.createdMs());
  }
}
