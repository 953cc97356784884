// SPDX-License-Identifier: Apache-2.0
package io.tributary.system;

import java.nio.file.Path;
import java.util.List;

/// The Kafka that the suite runs on. Whatever it is, what is promised must hold.
interface KafkaUnderTest extends AutoCloseable {
  /// Names the kind; `embedded` unless told.
  String PROPERTY = "tributary.kafka";

  /// Where clients connect.
  String bootstrapServers();

  /// What a command is given to reach it; empty where it finds it by itself.
  default List<String> options() {
    return List.of("--bootstrap-servers", bootstrapServers());
  }

  /// On how many nodes each record is kept.
  default int replicas() {
    return 1;
  }

  /// Does to it the worst that what is promised must survive; when it returns, Kafka is what it was or will be so soon.
  void strike() throws Exception;

  /// Undoes what a strike has left behind.
  default void mend() {}

  @Override
  void close();

  /// Starts the kind that the property names.
  ///
  /// @param folder where parts are started, and an embedded broker keeps its data
  static KafkaUnderTest start(Path folder) throws Exception {
    String kind = System.getProperty(PROPERTY, "embedded");
    return switch (kind) {
      case "embedded" -> new EmbeddedBroker(folder);
      case "process" -> new ChildBroker();
      case "container" -> new ContainerBroker();
      case "nodes" -> new ThreeNodes();
      default -> throw new IllegalArgumentException(PROPERTY + " is " + kind + "; expected embedded, process, container or nodes");
    };
  }
}
