// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.look;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import io.tributary.cli.settings.RunSettings;
import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.learning.Metric;
import io.tributary.rl.learning.Metrics;
import io.tributary.rl.learning.StopReason;
import io.tributary.runs.Read;
import io.tributary.schemas.Episode;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Topic;
import io.tributary.schemas.Topics;
import io.tributary.schemas.VersionMetrics;

import static org.assertj.core.api.Assertions.assertThat;

class ShownTest {
  private static final Spaces SPACES = new Spaces(Space.Box.unbounded(4), new Space.Discrete(2));
  private static final RunSpec SPEC = RunSettings.defaults().spec("night", SPACES, 1);
  private static final Topics TOPICS = Topics.of("", SPEC);

  @Test
  void shouldShowStepsWithLongColumnsCutShort() {
    assertThat(text(TOPICS.steps(), "p/0", steps())).startsWith("[night.steps-0@7] 1970-01-01T00:00:01Z p/0 first={environment=p/0 session=5 episode=2 index=3}")
        .contains("policyVersion=9").contains("observations=[0 1 2 3 …(12)]").contains("actions=[0 1 0]").contains("ending=terminated").contains("purpose=train");
  }

  @Test
  void shouldShowEverythingAsJson() throws Exception {
    JsonNode json = json(TOPICS.steps(), "p/0", steps());
    assertThat(json.get("topic").asText()).isEqualTo("night.steps");
    assertThat(json.get("offset").asLong()).isEqualTo(7);
    assertThat(json.get("key").asText()).isEqualTo("p/0");
    assertThat(json.at("/value/columns/observations")).hasSize(12);
    assertThat(json.at("/value/columns").has("masks")).as("absent columns are left out").isFalse();
  }

  @Test
  void shouldShowSpecsMetricsAndEpisodes() throws Exception {
    assertThat(json(TOPICS.spec(), "night", SPEC).at("/value/spaces/action/n").asInt()).isEqualTo(2);
    assertThat(json(TOPICS.spec(), "night", SPEC).at("/value/spaces/observation/low/0").asText()).isEqualTo("-Infinity");
    VersionMetrics row = new VersionMetrics(3, new Metrics().put(Metric.ENTROPY, 0.5), StopReason.TARGET_KL, 1);
    assertThat(json(TOPICS.metrics(), 3L, row).at("/value/metrics/entropy").asDouble()).isEqualTo(0.5);
    assertThat(text(TOPICS.metrics(), 3L, row)).contains("stopReason=target-kl");
    Episode episode = new Episode("p/0", 1, 2, 9.5, 9, Ending.TRUNCATED, 3, 4, Purpose.EVALUATE, List.of(), 5);
    assertThat(text(TOPICS.episodes(), "p/0", episode)).contains("totalReward=9.5000").contains("ending=truncated").contains("sources=[]");
  }

  @Test
  void shouldShowBrokenRecordsAsMalformedWithWhereTheyLie() throws Exception {
    Read<byte[], byte[]> read = new Read<>(0, 7, 1_000, "p/0".getBytes(java.nio.charset.StandardCharsets.UTF_8), new byte[] {1, 2, (byte) 0xff}, 3);

    assertThat(new Shown(TOPICS.steps()).text(read)).startsWith("[night.steps-0@7] 1970-01-01T00:00:01Z p/0 malformed (3 bytes 0102ff): ");
    JsonNode json = new ObjectMapper().readTree(new Shown(TOPICS.steps()).json(read));
    assertThat(json.get("malformed").asText()).isNotEmpty();
    assertThat(json.get("firstBytes").asText()).isEqualTo("0102ff");
    assertThat(json.has("value")).isFalse();
  }

  @Test
  void shouldShowRecordsWithoutValue() {
    assertThat(new Shown(TOPICS.steps()).text(new Read<>(0, 7, 1_000, null, null, 0))).isEqualTo("[night.steps-0@7] 1970-01-01T00:00:01Z (no value)");
  }

  @Test
  void briefIsNamesAndValues() {
    assertThat(Shown.brief(Map.of("a", List.of(1, 2, 3, 4, 5, 6, 7)))).isEqualTo("a=[1 2 3 4 …(7)]");
    assertThat(Shown.brief(Map.of("a", 0.123456789))).isEqualTo("a=0.12346");
  }

  private static Steps steps() {
    float[] observations = new float[12];
    for (int i = 0; i < observations.length; i++) {
      observations[i] = i;
    }
    Columns columns = new Columns.Builder(3, 4, 1).observations(observations, 0).nextObservation(new float[4], 0).discreteActions(new int[] {0, 1, 0}, 0)
        .rewards(new float[] {1, 1, 1}, 0).logProbabilities(new float[] {-0.5f, -0.5f, -0.5f}, 0).build();
    return new Steps(new StepId("p/0", 5, 2, 3), 9, columns, Ending.TERMINATED, false, 3, Purpose.TRAIN, false, 1, 2);
  }

  private static <K, V> Read<byte[], byte[]> read(Topic<K, V> topic, K key, V value) {
    byte[] bytes = topic.value().encode(value);
    return new Read<>(0, 7, 1_000, topic.key().encode(key), bytes, bytes.length);
  }

  private static <K, V> String text(Topic<K, V> topic, K key, V value) {
    return new Shown(topic).text(read(topic, key, value));
  }

  private static <K, V> JsonNode json(Topic<K, V> topic, K key, V value) throws Exception {
    return new ObjectMapper().readTree(new Shown(topic).json(read(topic, key, value)));
  }
}
