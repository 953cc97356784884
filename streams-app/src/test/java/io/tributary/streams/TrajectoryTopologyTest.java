// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Properties;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;

import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Source;
import io.tributary.schemas.Codecs;
import io.tributary.schemas.RejectionReason;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Segmenting;
import io.tributary.schemas.Topic;
import io.tributary.schemas.Topics;

import static org.assertj.core.api.Assertions.assertThat;

class TrajectoryTopologyTest {
  private static final RunSpec SPEC = World.spec(new Segmenting.MaxSteps(8), 1);
  private static final Topics TOPICS = Topics.of("", SPEC);

  /// Node, store and topic names are state on the cluster. If this fails the change needs a migration, not a new file.
  @Test
  void shouldKeepItsShape() throws IOException {
    String shape = World.topology(SPEC, TOPICS, new StreamProgress()).describe().toString();
    try (var golden = getClass().getResourceAsStream("/topology.txt")) {
      assertThat(shape.strip()).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip());
    }
  }

  @Test
  void shouldSendEachKindToItsTopic() {
    StreamProgress progress = new StreamProgress();
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, TOPICS.applicationId());
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    try (var driver = new TopologyTestDriver(World.topology(SPEC, TOPICS, progress), properties, Instant.ofEpochMilli(1_000))) {
      var steps = driver.createInputTopic(TOPICS.steps().name(), new ByteArraySerializer(), new ByteArraySerializer());
      steps.pipeInput(World.key("p/0"), World.bytes(World.Piece.of(p -> p.count = 3)));
      steps.pipeInput(World.key("p/0"), World.bytes(World.Piece.of(p -> {
        p.index = 3;
        p.ending = Ending.TERMINATED;
      })));
      steps.pipeInput(World.key("p/0"), World.bytes(World.Piece.of(p -> p.index = 1)));
      steps.pipeInput(null, (byte[]) null);
      steps.pipeInput(World.key("p/1"), World.bytes(World.Piece.of(p -> {
        p.environment = "p/1";
        p.count = 2;
      })));

      var trajectory = read(driver, TOPICS.trajectories());
      assertThat(trajectory.sources()).containsExactly(new Source(0, 0, 0, 3), new Source(0, 1, 3, 1));
      assertThat(trajectory.completeEpisode()).isTrue();
      assertThat(read(driver, TOPICS.episodes()).length()).isEqualTo(4);
      assertThat(read(driver, TOPICS.rejected()).reason()).isEqualTo(RejectionReason.DUPLICATE);
      assertThat(read(driver, TOPICS.rejected()).reason()).isEqualTo(RejectionReason.MALFORMED);

      assertThat(progress.records()).isEqualTo(5);
      assertThat(progress.trajectories()).isEqualTo(1);
      assertThat(progress.stepsInTrajectories()).isEqualTo(4);
      assertThat(progress.rejected()).containsOnlyKeys(RejectionReason.DUPLICATE, RejectionReason.MALFORMED);
      assertThat(progress.openSteps()).isEqualTo(2);
      byte[] row = driver.<byte[], byte[]>getKeyValueStore(TrajectoryTopology.ENVIRONMENTS).get(World.key("p/1"));
      assertThat(Codecs.openEnvironment().decode(row).openSteps()).isEqualTo(2);
    }
  }

  private static <V> V read(TopologyTestDriver driver, Topic<String, V> topic) {
    var output = driver.createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    return topic.value().decode(output.readValue());
  }
}
