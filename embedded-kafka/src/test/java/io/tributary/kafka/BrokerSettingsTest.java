// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BrokerSettingsTest {
  @Test
  void shouldNameTheSettingItsValueAndItsRange() {
    assertThatThrownBy(() -> BrokerSettings.defaults().withPort(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("broker.port is -1; expected 0 to 65535");
  }

  @Test
  void shouldRefusePropertiesTheBrokerDecidesItself() {
    assertThatThrownBy(() -> BrokerSettings.defaults().withKafka("listeners", "PLAINTEXT://0.0.0.0:9092"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("broker.kafka.listeners is set");
  }

  @Test
  void argumentsParseBackToTheSameSettings() {
    BrokerSettings settings =
        BrokerSettings.defaults().withDataDirectory(Path.of("a b=c")).withPort(9092).withKafka("log.retention.ms", "1").withKafka("x", "=");
    assertThat(BrokerArguments.parse(BrokerArguments.of(settings))).isEqualTo(settings);
    assertThat(BrokerArguments.parse(List.of())).isEqualTo(BrokerSettings.defaults());
  }

  @Test
  void shouldNameAnArgumentThatIsNoNumber() {
    assertThatThrownBy(() -> BrokerArguments.parse(List.of("port=high"))).hasMessageStartingWith("broker.port is high");
    assertThatThrownBy(() -> BrokerArguments.parse(List.of("port"))).hasMessageContaining("expected name=value");
  }

  @Test
  void shouldLetPassedPropertiesWinOverOurDefaults() {
    BrokerSettings settings = BrokerSettings.defaults().withKafka("log.segment.bytes", "1048576");
    try (BrokerSockets sockets = BrokerSockets.bind(0, 0, false)) {
      var properties = BrokerProperties.of(settings, Path.of("log"), sockets, Membership.alone(sockets.controllerPort()), Optional.empty());
      assertThat(properties).containsEntry("log.segment.bytes", "1048576").containsEntry("auto.create.topics.enable", "false")
          .containsEntry("advertised.listeners", "BROKER://127.0.0.1:" + sockets.brokerPort());
    }
  }
}
