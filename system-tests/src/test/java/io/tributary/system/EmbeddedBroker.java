// SPDX-License-Identifier: Apache-2.0
package io.tributary.system;

import java.nio.file.Path;
import java.util.List;

import io.tributary.cli.home.Cluster;
import io.tributary.cli.home.Home;

/// The broker in this JVM, which other processes find by the file in their home. A strike stops it and starts it again on its data and its port.
final class EmbeddedBroker implements KafkaUnderTest {
  private final Home home;
  private Cluster cluster;

  EmbeddedBroker(Path folder) throws InterruptedException {
    this.home = new Home(folder.resolve(".tributary"));
    this.cluster = Cluster.of(home, "test", 0);
  }

  @Override
  public String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  @Override
  public List<String> options() {
    return List.of();
  }

  @Override
  public void strike() throws InterruptedException {
    String address = cluster.bootstrapServers();
    cluster.close();
    cluster = Cluster.of(home, "test", Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
  }

  @Override
  public void close() {
    cluster.close();
  }
}
