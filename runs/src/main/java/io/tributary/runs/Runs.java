// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.tributary.schemas.RunNames;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.SpecRecord;
import io.tributary.schemas.Topic;
import io.tributary.schemas.Topics;

/// Creates, opens and lists runs.
///
/// **Guarantees.** However many create the same run at once, all get the same spec: the first record of the spec topic. Every wait is
/// bounded and every failure names the broker, the run and what was expected.
public final class Runs {
  private static final long RETRY_MS = 100;
  private static final String CLIENT = "tributary.admin";

  private Runs() {}

  /// Creates the topics and publishes the spec, or takes the one that is there.
  ///
  /// @throws RunException where the run exists with other spaces, naming both
  public static Run create(Connection connection, RunSpec wanted, short replicationFactor) {
    try (Admin admin = admin(connection)) {
      String clusterId = clusterId(connection, admin);
      RunSpec spec = Specs.onCluster(wanted, clusterId);
      Topics topics = Topics.of(connection.prefix(), spec);
      for (Topic<?, ?> topic : topics.all()) {
        createTopic(connection, admin, topic, replicationFactor);
      }
      RunSpec winner = Specs.first(connection, spec.run()).orElseGet(() -> publishAndRead(connection, topics, spec));
      return checked(connection, admin, clusterId, winner).requireSpaces(spec.spaces(), "this part");
    } catch (KafkaException failed) {
      throw unreachable(connection, failed);
    }
  }

  /// Reads the spec of an existing run.
  ///
  /// @param wait how long broker and run may take to appear; zero fails within 15 seconds
  /// @throws RunException where either did not
  public static Run open(Connection connection, String run, Duration wait) {
    Topics.requireRunName(run);
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      try {
        return openNow(connection, run);
      } catch (NotThereException absent) {
        if (System.nanoTime() >= deadline) {
          throw new RunException(absent.getMessage(), absent);
        }
        pause();
      }
    }
  }

  /// Names of the runs on the cluster, in order.
  public static List<String> names(Connection connection) {
    try (Admin admin = admin(connection)) {
      Set<String> names = new TreeSet<>();
      for (String topic : answer(connection, admin.listTopics().names())) {
        RunNames.ofSpecTopic(connection.prefix(), topic).ifPresent(names::add);
      }
      return List.copyOf(names);
    } catch (KafkaException failed) {
      throw unreachable(connection, failed);
    }
  }

  private static Run openNow(Connection connection, String run) {
    try (Admin admin = admin(connection)) {
      String clusterId = clusterId(connection, admin);
      String name = Topics.specName(connection.prefix(), run);
      if (!answer(connection, admin.listTopics().names()).contains(name)) {
        throw new NotThereException("run " + run + ": no topic " + name + " on " + connection.bootstrapServers()
            + "; expected a run that was created (tributary create " + run + ", or --wait SECONDS to wait for it); nothing was started");
      }
      RunSpec spec = Specs.first(connection, run).orElseThrow(() -> new NotThereException("run " + run + ": topic " + name
          + " holds no spec yet; expected its first record to be the run's spec; nothing was started"));
      return checked(connection, admin, clusterId, spec);
    } catch (KafkaException failed) {
      throw unreachable(connection, failed);
    }
  }

  private static Run checked(Connection connection, Admin admin, String clusterId, RunSpec spec) {
    if (!spec.clusterId().equals(clusterId)) {
      throw new RunException("run " + spec.run() + " was created on cluster " + spec.clusterId() + " but " + connection.bootstrapServers()
          + " is cluster " + clusterId + "; expected the same cluster, because offsets in snapshots refer to it; nothing was started");
    }
    Topics topics = Topics.of(connection.prefix(), spec);
    for (Topic<?, ?> topic : topics.all()) {
      int partitions = describe(connection, admin, topic).partitions().size();
      if (partitions != topic.partitions()) {
        throw new RunException("topic " + topic + " has " + partitions + " partitions; expected " + topic.partitions()
            + " as the spec says, for as long as the run exists; nothing was started");
      }
    }
    return new Run(connection, spec, topics);
  }

  private static TopicDescription describe(Connection connection, Admin admin, Topic<?, ?> topic) {
    try {
      return answer(connection, admin.describeTopics(List.of(topic.name())).topicNameValues().get(topic.name()));
    } catch (UnknownTopicOrPartitionException absent) {
      throw new NotThereException("topic " + topic + " does not exist (yet) on " + connection.bootstrapServers()
          + "; expected all topics of the run; nothing was started");
    }
  }

  private static void createTopic(Connection connection, Admin admin, Topic<?, ?> topic, short replicationFactor) {
    try {
      NewTopic wanted = new NewTopic(topic.name(), topic.partitions(), replicationFactor).configs(topic.config());
      answer(connection, admin.createTopics(List.of(wanted)).all());
    } catch (TopicExistsException exists) {
      // Another creator was faster; its partition count is checked afterwards.
      return;
    }
  }

  private static RunSpec publishAndRead(Connection connection, Topics topics, RunSpec spec) {
    Topic<String, SpecRecord> topic = topics.spec();
    try (var producer = new KafkaProducer<>(connection.properties(CLIENT), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic.name(), 0, topic.key().encode(spec.run()), topic.value().encode(spec))).get(Connection.API_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RunException("interrupted while publishing the spec of run " + spec.run(), interrupted);
    } catch (ExecutionException | TimeoutException failed) {
      throw new RunException("publishing the spec of run " + spec.run() + " to " + topic + " failed: " + failed.getMessage(), failed);
    }
    return Specs.first(connection, spec.run()).orElseThrow(
        () -> new RunException("topic " + topic + " is empty after the spec was published; expected its first record; nothing was started"));
  }

  static Admin admin(Connection connection) {
    try {
      return Admin.create(connection.properties(CLIENT));
    } catch (KafkaException failed) {
      throw unreachable(connection, failed);
    }
  }

  private static String clusterId(Connection connection, Admin admin) {
    return answer(connection, admin.describeCluster().clusterId());
  }

  static <T> T answer(Connection connection, KafkaFuture<T> future) {
    try {
      return future.get(Connection.API_TIMEOUT_MS + 2_000L, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RunException("interrupted while waiting for " + connection.bootstrapServers(), interrupted);
    } catch (TimeoutException late) {
      throw unreachable(connection, late);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof org.apache.kafka.common.errors.TimeoutException late) {
        throw unreachable(connection, late);
      }
      if (failed.getCause() instanceof KafkaException kafka) {
        throw kafka;
      }
      throw new RunException("Kafka at " + connection.bootstrapServers() + ": " + failed.getCause(), failed.getCause());
    }
  }

  static NotThereException unreachable(Connection connection, Exception cause) {
    return new NotThereException("Kafka at " + connection.bootstrapServers() + " does not answer (" + Causes.deepest(cause)
        + "); expected a reachable broker (tributary broker starts one, or --wait SECONDS waits for it); nothing was started", cause);
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_MS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RunException("interrupted while waiting for the run", interrupted);
    }
  }
}
