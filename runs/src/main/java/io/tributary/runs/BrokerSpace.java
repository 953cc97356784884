// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;

/// What a broker of ours says about its disk: producers that it refuses can tell their user why.
public final class BrokerSpace {
  private static final String RACK = "tributary-disk-limit-mb-";
  private static final int ANSWER_S = 5;

  private BrokerSpace() {}

  /// Why a record that fits its topic was refused for its size, in words; empty where the cluster is none of ours, or does not tell.
  public static Optional<String> refusal(Connection connection) {
    try (Admin admin = Admin.create(connection.properties("tributary.space"))) {
      for (Node node : admin.describeCluster().nodes().get(ANSWER_S, TimeUnit.SECONDS)) {
        if (node.rack() != null && node.rack().startsWith(RACK)) {
          String limit = node.rack().substring(RACK.length()) + " MiB (broker.diskLimitMb)";
          return Optional.of("the broker at " + node.host() + ":" + node.port() + " takes no more steps: its disk limit of " + limit
              + " is reached, or its disk is nearly full; " + used(admin, node) + "; make room (tributary runs --delete RUN) or raise the limit"
              + " (tributary broker --disk-limit-mb N)");
        }
      }
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException | KafkaException silent) {
      return Optional.empty();
    }
  }

  /// To describe the broker's directories is a right that not every producer has.
  private static String used(Admin admin, Node node) throws InterruptedException {
    try {
      Map<String, LogDirDescription> directories = admin.describeLogDirs(List.of(node.id())).descriptions().get(node.id()).get(ANSWER_S, TimeUnit.SECONDS);
      long bytes = directories.values().stream().flatMap(directory -> directory.replicaInfos().values().stream()).mapToLong(replica -> replica.size()).sum();
      return (bytes >> 20) + " MiB of records are in " + String.join(", ", directories.keySet());
    } catch (ExecutionException | TimeoutException silent) {
      return "how much is in use it does not tell this producer";
    }
  }
}
