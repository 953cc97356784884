// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BrokerClusterTest {
  private static final String TOPIC = "t";

  @Test
  void shouldGoOnWithoutTheNodeThatLedAndTakeItBack() throws Exception {
    try (BrokerCluster cluster = BrokerCluster.start(3, BrokerSettings.defaults().withStartTimeoutMs(110_000))) {
      int leader = createdLeader(cluster);
      try (var producer = Clients.producer(cluster.bootstrapServers(), "writer")) {
        Clients.commit(producer, TOPIC, "a", "b");
        cluster.kill(leader);
        assertThat(cluster.isAlive(leader)).isFalse();
        Clients.commit(producer, TOPIC, "c");
        cluster.restart(leader);
        Clients.commit(producer, TOPIC, "d");
      }
      assertThat(Clients.committed(cluster.bootstrapServers(), TOPIC, 4)).containsExactly("a", "b", "c", "d");
    }
  }

  @Test
  void shouldRefuseWhatCannotDecideByMajority() {
    assertThatThrownBy(() -> BrokerCluster.start(2, BrokerSettings.defaults())).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("broker.nodes is 2;");
    assertThatThrownBy(() -> BrokerCluster.start(3, BrokerSettings.defaults().withPort(9092))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("broker.port is 9092;");
  }

  /// Makes the topic with the cluster's own replication, and says who leads it.
  private static int createdLeader(BrokerCluster cluster) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty()))).all().get(30, TimeUnit.SECONDS);
      var partition = admin.describeTopics(List.of(TOPIC)).allTopicNames().get(30, TimeUnit.SECONDS).get(TOPIC).partitions().getFirst();
      assertThat(partition.replicas()).hasSize(3);
      var resource = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
      assertThat(admin.describeConfigs(List.of(resource)).all().get(30, TimeUnit.SECONDS).get(resource).get("min.insync.replicas").value()).isEqualTo("2");
      return partition.leader().id();
    }
  }
}
