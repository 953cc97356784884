// SPDX-License-Identifier: Apache-2.0
package io.tributary.system;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

import io.tributary.kafka.BrokerSettings;

/// Apache Kafka in a container, with the properties that we advise. A strike freezes all its processes for longer than its clients' patience
/// with one request; a restart would give it another port.
final class ContainerBroker implements KafkaUnderTest {
  private static final String PUBLIC_IMAGE = "apache/kafka:4.3.1";
  /// Names another image that does the same.
  private static final String IMAGE_VARIABLE = "TRIBUTARY_KAFKA_IMAGE";
  private static final int FROZEN_MS = 12_000;

  private final KafkaContainer container = new KafkaContainer(
      DockerImageName.parse(System.getenv().getOrDefault(IMAGE_VARIABLE, PUBLIC_IMAGE)).asCompatibleSubstituteFor("apache/kafka"));

  /// Twice is enough: on a busy machine a container's start script may be run while it is still being written.
  ContainerBroker() {
    variables().forEach(container::withEnv);
    container.withStartupAttempts(2).start();
  }

  private static Map<String, String> variables() {
    Map<String, String> properties = new TreeMap<>(BrokerSettings.advised());
    properties.putAll(BrokerSettings.advisedForOneNode());
    Map<String, String> variables = new TreeMap<>();
    properties.forEach((key, value) -> variables.put(variable(key), value));
    return variables;
  }

  /// How the image's start script spells a property.
  static String variable(String property) {
    return "KAFKA_" + property.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  @Override
  public String bootstrapServers() {
    return container.getBootstrapServers();
  }

  @Override
  public void strike() throws InterruptedException {
    var docker = DockerClientFactory.instance().client();
    docker.pauseContainerCmd(container.getContainerId()).exec();
    Thread.sleep(FROZEN_MS);
    docker.unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void close() {
    container.stop();
  }
}
