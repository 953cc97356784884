// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicAuthorizationException;
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
    return create(connection, wanted, TopicPlan.of(Topics.of(connection.prefix(), wanted), replicationFactor, 0));
  }

  /// The same with topics as they are planned.
  ///
  /// @param plans of all the run's topics ({@link TopicPlan#of(Topics, short, int)})
  public static Run create(Connection connection, RunSpec wanted, List<TopicPlan> plans) {
    return write(connection, wanted, admin -> createTopics(connection, admin, plans));
  }

  /// Publishes the spec of a run whose topics somebody else has made, or takes the one that is there.
  ///
  /// @param plans what the topics have to be like
  /// @throws RunException naming whatever is otherwise; nothing is written then
  public static Run createInto(Connection connection, RunSpec wanted, List<TopicPlan> plans) {
    return write(connection, wanted, admin -> {
      List<String> differences = new TopicCheck(admin).differences(plans);
      if (!differences.isEmpty()) {
        throw new RunException("run " + wanted.run() + ": " + String.join("; ", differences) + "; nothing was written");
      }
    });
  }

  private static Run write(Connection connection, RunSpec wanted, Consumer<Admin> beforehand) {
    try (Admin admin = admin(connection)) {
      String clusterId = clusterId(connection, admin);
      RunSpec spec = Specs.onCluster(wanted, clusterId);
      Topics topics = Topics.of(connection.prefix(), spec);
      beforehand.accept(admin);
      RunSpec winner = Specs.first(connection, spec.run()).orElseGet(() -> publishAndRead(connection, topics, spec));
      return checked(connection, admin, clusterId, winner).requireSpaces(spec.spaces(), "this part");
    } catch (KafkaException failed) {
      throw failed(connection, () -> Refusal.of(connection, Topics.of(connection.prefix(), wanted), Role.CREATE, failed), failed);
    }
  }

  /// Reads the spec of an existing run.
  ///
  /// @param wait how long broker and run may take to appear; zero fails within 15 seconds
  /// @throws RunException where either did not
  public static Run open(Connection connection, String run, Duration wait) {
    RunNames.requireRunName(run);
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
      throw failed(connection, () -> Refusal.beforehand(connection, "", failed), failed);
    }
  }

  private static Run openNow(Connection connection, String run) {
    try (Admin admin = admin(connection)) {
      String clusterId = clusterId(connection, admin);
      String name = Topics.specName(connection.prefix(), run);
      if (!exists(connection, admin, name)) {
        throw new MissingException("run " + run + ": no topic " + name + " on " + connection.bootstrapServers()
            + "; expected a run that was created (tributary create " + run + ", or --wait SECONDS to wait for it); nothing was started");
      }
      RunSpec spec = Specs.first(connection, run).orElseThrow(() -> new MissingException("run " + run + ": topic " + name
          + " holds no spec yet; expected its first record to be the run's spec; nothing was started"));
      return checked(connection, admin, clusterId, spec);
    } catch (KafkaException failed) {
      throw failed(connection, () -> Refusal.beforehand(connection, run, failed), failed);
    }
  }

  private static boolean exists(Connection connection, Admin admin, String topic) {
    try {
      var _ = answer(connection, admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
      return true;
    } catch (UnknownTopicOrPartitionException absent) {
      return false;
    }
  }

  private static Run checked(Connection connection, Admin admin, String clusterId, RunSpec spec) {
    if (!spec.clusterId().equals(clusterId)) {
      throw new RunException("run " + spec.run() + " was created on cluster " + spec.clusterId() + " but " + connection.bootstrapServers()
          + " is cluster " + clusterId + "; expected the same cluster, because offsets in snapshots refer to it; nothing was started");
    }
    Topics topics = Topics.of(connection.prefix(), spec);
    var described = admin.describeTopics(topics.all().stream().map(Topic::name).toList()).topicNameValues();
    for (Topic<?, ?> topic : topics.all()) {
      int partitions = partitions(connection, topic, described.get(topic.name()));
      if (partitions != topic.partitions()) {
        throw new RunException("topic " + topic + " has " + partitions + " partitions; expected " + topic.partitions()
            + " as the spec says, for as long as the run exists; nothing was started");
      }
    }
    return new Run(connection, spec, topics);
  }

  /// A part is not shown topics it has no business with; those cannot be checked, nor need be.
  private static int partitions(Connection connection, Topic<?, ?> topic, KafkaFuture<TopicDescription> described) {
    try {
      return answer(connection, described).partitions().size();
    } catch (TopicAuthorizationException hidden) {
      return topic.partitions();
    } catch (UnknownTopicOrPartitionException absent) {
      throw new NotThereException("topic " + topic + " does not exist (yet) on " + connection.bootstrapServers()
          + "; expected all topics of the run; nothing was started");
    }
  }

  /// In one request: one for each topic took the broker a second.
  private static void createTopics(Connection connection, Admin admin, List<TopicPlan> plans) {
    var created = admin.createTopics(plans.stream().map(TopicPlan::newTopic).toList()).values();
    for (TopicPlan plan : plans) {
      try {
        var _ = answer(connection, created.get(plan.name()));
      } catch (TopicExistsException exists) {
        // Another creator was faster; its partition count is checked afterwards.
        continue;
      }
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
      Optional<NotAllowedException> refused = Refusal.of(connection, topics, Role.CREATE, failed);
      if (refused.isPresent()) {
        throw refused.get();
      }
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

  private static RunException failed(Connection connection, Supplier<Optional<NotAllowedException>> refusal, KafkaException failed) {
    return refusal.get().map(RunException.class::cast).orElseGet(() -> unreachable(connection, failed));
  }

  static NotThereException unreachable(Connection connection, Exception cause) {
    if (Listener.isAt(connection.bootstrapServers())) {
      return new NotThereException("Kafka at " + connection.bootstrapServers() + " accepts connections but does not answer " + connection.protocol() + " ("
          + Causes.deepest(cause) + "); expected a broker that speaks it: one that asks who you are, or that encrypts, needs kafka.security.protocol and "
          + "what belongs to it (docs/security.md); nothing was started", cause);
    }
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
