// SPDX-License-Identifier: Apache-2.0
package io.tributary.system;

import io.tributary.kafka.BrokerProcess;
import io.tributary.kafka.BrokerSettings;

/// The broker as a process of its own. A strike is SIGKILL, and a start on what is left.
final class ChildBroker implements KafkaUnderTest {
  private final BrokerProcess broker = BrokerProcess.start(BrokerSettings.defaults());

  @Override
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  @Override
  public void strike() {
    broker.kill();
    broker.restart();
  }

  @Override
  public void close() {
    broker.close();
  }
}
