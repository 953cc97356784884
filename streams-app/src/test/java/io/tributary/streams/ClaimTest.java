// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import org.junit.jupiter.api.Test;

import io.tributary.kafka.BrokerProcess;
import io.tributary.kafka.BrokerSettings;
import io.tributary.runs.Connection;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.Runs;
import io.tributary.schemas.Segmenting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClaimTest {
  @Test
  void shouldKnowWhoStartedLastThoughTheBrokerIsKilled() {
    try (BrokerProcess broker = BrokerProcess.start(BrokerSettings.defaults())) {
      Run run = Runs.create(Connection.to(broker.bootstrapServers()), World.spec(new Segmenting.MaxSteps(8), 1), (short) 1);
      Claim first = new Claim(run, 0);
      Claim other = new Claim(run, 1);
      first.take();
      other.take();
      assertThat(first.isLost()).isFalse();
      broker.kill();
      broker.restart();
      assertThat(first.isLost(60_000, true, () -> false)).isFalse();

      Claim second = new Claim(run, 0);
      second.take();
      broker.kill();
      assertThatThrownBy(second::isLost).isInstanceOf(RunException.class).hasMessageContaining("did not say who works as instance 0");
      assertThat(first.isLost(0, false, () -> false)).isFalse();
      broker.restart();
      assertThat(first.isLost(60_000, false, () -> false)).isTrue();
      assertThat(second.isLost(60_000, true, () -> false)).isFalse();
      assertThat(other.isLost(60_000, true, () -> false)).isFalse();
    }
  }
}
