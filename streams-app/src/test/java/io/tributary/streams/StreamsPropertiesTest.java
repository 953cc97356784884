// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.Map;

import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.runs.Connection;
import io.tributary.runs.Run;
import io.tributary.schemas.Segmenting;

import static org.assertj.core.api.Assertions.assertThat;

/// What Kafka Streams makes of the settings, not what they are: prefixes and defaults decide too.
class StreamsPropertiesTest {
  private static final Map<String, String> DEMANDED = Map.ofEntries(
      Map.entry("processing.guarantee", "at_least_once"),
      Map.entry("application.id", "other"),
      Map.entry("group.protocol", "streams"),
      Map.entry("ensure.explicit.internal.resource.naming", "false"),
      Map.entry("deserialization.exception.handler", LogAndContinueExceptionHandler.class.getName()),
      Map.entry("default.deserialization.exception.handler", LogAndContinueExceptionHandler.class.getName()),
      Map.entry("processing.exception.handler", LogAndContinueProcessingExceptionHandler.class.getName()),
      Map.entry("processing.exception.handler.global.enabled", "false"),
      Map.entry("production.exception.handler", Lenient.class.getName()),
      Map.entry("default.production.exception.handler", Lenient.class.getName()));

  /// Another handler than ours, whatever it does.
  public static final class Lenient extends DefaultProductionExceptionHandler {}

  private static StreamsConfig config(Map<String, String> overrides) {
    return config(overrides, StreamSettings.defaults());
  }

  private static StreamsConfig config(Map<String, String> overrides, StreamSettings settings) {
    Run run = new Run(new Connection("localhost:9092", "", overrides), World.spec(new Segmenting.MaxSteps(4), 1), World.topics());
    return new StreamsConfig(StreamsProperties.of(run, settings, (short) 1));
  }

  @Test
  void shouldKeepWhatExactlyOnceRestsOn() {
    StreamsConfig config = config(DEMANDED);
    assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
    assertThat(config.getString("application.id")).isEqualTo(World.topics().applicationId());
    assertThat(config.getString("group.protocol")).isEqualTo("classic");
    assertThat(config.getBoolean("ensure.explicit.internal.resource.naming")).isTrue();
    assertThat(config.deserializationExceptionHandler()).isExactlyInstanceOf(LogAndFailExceptionHandler.class);
    assertThat(config.processingExceptionHandler()).isExactlyInstanceOf(LogAndFailProcessingExceptionHandler.class);
    assertThat(config.getBoolean("processing.exception.handler.global.enabled")).isTrue();
    assertThat(config.productionExceptionHandler()).isExactlyInstanceOf(DefaultProductionExceptionHandler.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "consumer.", "main.consumer."})
  void shouldReadOnlyWhatIsCommittedAndFromWhereItCame(String prefix) {
    Map<String, Object> consumer = config(Map.of(
        prefix + "auto.offset.reset", "latest", prefix + "isolation.level", "read_uncommitted", prefix + "enable.auto.commit", "true",
        "main.consumer.group.protocol", "consumer", prefix + "group.id", "other", prefix + "group.instance.id", "other"))
        .getMainConsumerConfigs(World.topics().applicationId(), "client", 0);
    assertThat(consumer).containsEntry("auto.offset.reset", "none").containsEntry("isolation.level", "read_committed")
        .containsEntry("group.id", World.topics().applicationId());
    assertThat(consumer.get("enable.auto.commit")).hasToString("false");
    assertThat(String.valueOf(consumer.getOrDefault("group.protocol", "classic"))).isEqualToIgnoringCase("classic");
    assertThat(consumer.get("group.instance.id").toString()).isNotEqualTo("other").doesNotStartWith("other-");
  }

  @Test
  void shouldRestoreOnlyWhatIsCommitted() {
    assertThat(config(Map.of("restore.consumer.isolation.level", "read_uncommitted")).getRestoreConsumerConfigs("client"))
        .containsEntry("isolation.level", "read_committed");
  }

  @Test
  void shouldPassTuningThrough() {
    StreamsConfig config = config(Map.of("commit.interval.ms", "512", "producer.linger.ms", "7", "security.protocol", "SSL"));
    assertThat(config.getLong("commit.interval.ms")).isEqualTo(512);
    assertThat(config.getProducerConfigs("client")).containsEntry("linger.ms", "7").containsEntry("security.protocol", "SSL");
  }

  @Test
  void shouldLetResultsWaitAsLongAsIsAskedFor() {
    assertThat(config(Map.of()).getLong("commit.interval.ms")).isEqualTo(500);
    assertThat(config(Map.of(), new StreamSettings(0, 1, 2_000, false)).getLong("commit.interval.ms")).isEqualTo(2_000);
  }
}
