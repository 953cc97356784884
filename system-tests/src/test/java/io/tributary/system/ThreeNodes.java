// SPDX-License-Identifier: Apache-2.0
package io.tributary.system;

import io.tributary.kafka.BrokerCluster;
import io.tributary.kafka.BrokerSettings;

/// Three brokers with copies of each other's data. A strike is SIGKILL of one, which stays away until [#mend].
final class ThreeNodes implements KafkaUnderTest {
  private static final int STRUCK = 1;

  private final BrokerCluster cluster = BrokerCluster.start(3, BrokerSettings.defaults().withStartTimeoutMs(180_000));

  @Override
  public String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  @Override
  public int replicas() {
    return 3;
  }

  @Override
  public void strike() {
    cluster.kill(STRUCK);
  }

  @Override
  public void mend() {
    cluster.restart(STRUCK);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
