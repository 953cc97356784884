// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;

import static org.assertj.core.api.Assertions.assertThat;

/// Topics that an administrator makes from what `create --dry-run` prints, and what `create --no-create` says of them.
class CreateCommandTest {
  @TempDir
  static Path folder;

  private static EmbeddedKafka broker;
  private static Admin admin;

  @BeforeAll
  static void start() {
    broker = EmbeddedKafka.start(BrokerSettings.defaults());
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void shouldAcceptTheTopicsItPrintsAndNameEachThatIsOtherwise() throws Exception {
    List<String> settings = List.of("--preset", "cartpole", "--set", "partitions=2", "--prefix", "acme.", "--min-insync-replicas", "1");
    List<NewTopic> printed = topics(typed(Exit.DONE, "create", "night", settings, "--dry-run").out());
    assertThat(printed).extracting(NewTopic::name).contains("acme.night.steps", "acme.night.spec", "acme.night.stream-environments-changelog").hasSize(11);
    assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).as("a dry run touches nothing").noneMatch(name -> name.contains("night"));

    Typed absent = typed(Exit.FAILED, "create", "night", settings, "--no-create", "--bootstrap-servers", broker.bootstrapServers());
    assertThat(absent.err().lines()).singleElement().asString().contains("topic acme.night.steps does not exist").contains("topic acme.night.metrics does not exist")
        .endsWith("nothing was written");

    admin.createTopics(printed).all().get(30, TimeUnit.SECONDS);
    set("acme.night.trajectories", "retention.ms", "1000");
    set("acme.night.checkpoints", "cleanup.policy", "delete");
    Typed wrong = typed(Exit.FAILED, "create", "night", settings, "--no-create", "--bootstrap-servers", broker.bootstrapServers());
    assertThat(wrong.err().lines()).singleElement().asString().contains("topic acme.night.trajectories has retention.ms 1000; expected 604800000")
        .contains("topic acme.night.checkpoints has cleanup.policy delete; expected compact").doesNotContain("night.steps").endsWith("nothing was written");

    set("acme.night.trajectories", "retention.ms", "604800000");
    set("acme.night.checkpoints", "cleanup.policy", "compact");
    List<String> otherwise = new ArrayList<>(settings);
    otherwise.set(3, "partitions=3");
    assertThat(typed(Exit.FAILED, "create", "night", otherwise, "--no-create", "--bootstrap-servers", broker.bootstrapServers()).err())
        .contains("topic acme.night.steps has 2 partitions; expected 3");
    assertThat(typed(Exit.DONE, "create", "night", settings, "--no-create", "--bootstrap-servers", broker.bootstrapServers()).out()).contains("run night at");

    assertThat(typed(Exit.DONE, "runs", "night", List.of("--prefix", "acme."), "--bootstrap-servers", broker.bootstrapServers()).out()).contains("night").contains("adds up");
    assertThat(typed(Exit.FAILED, "snapshots", "night", List.of(), "--bootstrap-servers", broker.bootstrapServers()).err()).as("without the prefix").contains("night.spec");
  }

  @Test
  void shouldPrintReplicasAndPrincipalsAndRightsOnOtherRuns() throws Exception {
    Typed plan = typed(Exit.DONE, "create", "dawn", List.of("--set", "initial=night@7"), "--dry-run", "--replication-factor", "3", "--min-insync-replicas", "2",
        "--producer-principal", "User:robots", "--json", "plan.json");
    assertThat(topics(plan.out())).allSatisfy(topic -> {
      assertThat(topic.replicationFactor()).isEqualTo((short) 3);
      assertThat(topic.configs()).containsEntry("min.insync.replicas", "2");
    });
    assertThat(plan.out()).contains("--allow-principal User:robots --operation Write --topic dawn.steps")
        .contains("--allow-principal User:trainer --operation Read --topic night.policies").contains("# transactional ids: dawn.stream-*").contains("dawn.trainer")
        .doesNotContain("User:producer");
    assertThat(plan.out().lines()).allMatch(line -> line.isEmpty() || line.startsWith("# ") || line.startsWith("kafka-topics.sh ") || line.startsWith("kafka-acls.sh "));
    assertThat(plan.out().lines().filter(line -> line.startsWith("kafka-acls.sh ")).map(KafkaTools::acl)).doesNotHaveDuplicates();
    assertThat(Files.readString(folder.resolve("plan.json"))).contains("\"transactionalIdPrefixes\"").contains("DESCRIBE_CONFIGS");
    assertThat(typed(Exit.DONE, "create", "dawn", List.of(), "--dry-run", "--replication-factor", "-1").out()).doesNotContain("--replication-factor");
  }

  @Test
  void shouldRefuseWhatCannotBeMeant() {
    assertThat(typed(Exit.USAGE, "create", "x", List.of(), "--dry-run", "--no-create").err()).contains("--dry-run is given with --no-create");
    assertThat(typed(Exit.USAGE, "create", "x", List.of(), "--replication-factor", "0").err()).contains("replicationFactor is 0").contains("(from --replication-factor)");
    assertThat(typed(Exit.USAGE, "create", "x", List.of(), "--min-insync-replicas", "2").err()).contains("--min-insync-replicas is 2 with replication factor 1");
    assertThat(typed(Exit.USAGE, "create", "x", List.of(), "--dry-run", "--prefix", "a b").err()).contains("prefix is 'a b'").contains("(from --prefix)");
    assertThat(typed(Exit.USAGE, "create", "x", List.of(), "--dry-run", "--trainer-principal", "bob").err()).contains("--trainer-principal is 'bob'; expected TYPE:NAME");
    assertThat(typed(Exit.USAGE, "create", "x", List.of(), "--kafka-properties", "none").err()).contains("--kafka-properties is ").contains("cannot be read");
    assertThat(typed(Exit.USAGE, "produce", "x", List.of(), "--set", "password: canary").err()).contains("[hidden]").doesNotContain("canary");
  }

  private static List<NewTopic> topics(String printed) {
    return printed.lines().filter(line -> line.startsWith("kafka-topics.sh")).map(KafkaTools::topic).toList();
  }

  /// Sets it and waits until the broker says so.
  private static void set(String topic, String key, String value) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)))).all()
        .get(30, TimeUnit.SECONDS);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!admin.describeConfigs(List.of(resource)).all().get(30, TimeUnit.SECONDS).get(resource).get(key).value().equals(value)) {
      assertThat(System.nanoTime()).as("waited for %s of %s", key, topic).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private static Typed typed(int status, String command, String run, List<String> settings, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, run));
    arguments.addAll(settings);
    arguments.addAll(List.of(more));
    Typed process = Typed.in(folder);
    assertThat(process.run(arguments.toArray(String[]::new))).as(process.err()).isEqualTo(status);
    return process;
  }
}
