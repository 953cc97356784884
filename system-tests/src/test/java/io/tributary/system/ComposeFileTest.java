// SPDX-License-Identifier: Apache-2.0
package io.tributary.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.tributary.kafka.BrokerSettings;

import static org.assertj.core.api.Assertions.assertThat;

/// `docker-compose.yml` says what our code says, where nothing else would notice that it no longer does.
class ComposeFileTest {
  private static final List<String> PARTS = List.of("stream", "train", "produce");

  private static JsonNode services;

  @BeforeAll
  static void read() throws IOException {
    Path file = Path.of(System.getProperty("tributary.root")).resolve("docker-compose.yml");
    services = new ObjectMapper(new YAMLFactory()).readTree(file.toFile()).get("services");
  }

  @Test
  void shouldGiveKafkaThePropertiesOfOurOwnBroker() {
    Map<String, String> advised = new TreeMap<>(BrokerSettings.advised());
    advised.putAll(BrokerSettings.advisedForOneNode());
    JsonNode variables = services.get("kafka").get("environment");
    Map<String, String> set = new TreeMap<>();
    advised.keySet().forEach(property -> set.put(property, variables.path(ContainerBroker.variable(property)).asText(null)));
    assertThat(set).isEqualTo(advised);
  }

  @Test
  void shouldPublishNothingBeyondLoopback() {
    List<String> published = services.findValues("ports").stream().flatMap(ports -> Stream.iterate(0, i -> i < ports.size(), i -> i + 1)
        .map(i -> ports.get(i).asText())).toList();
    assertThat(published).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  /// Compose merges `<<` by itself; this reader does not, so only what each service says of its own is looked at.
  @Test
  void shouldRunThePartsThatALearningRunNeeds() {
    assertThat(services.fieldNames()).toIterable().containsExactlyInAnyOrder("kafka", "create", "stream", "train", "produce");
    for (String part : PARTS) {
      assertThat(services.get(part).get("command").get(0).asText()).isEqualTo(part);
    }
  }
}
