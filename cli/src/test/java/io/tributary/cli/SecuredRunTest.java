// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.cli.settings.RunSettings;
import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.runs.Connection;
import io.tributary.runs.Right;
import io.tributary.runs.Rights;
import io.tributary.runs.Role;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.Topics;

import static org.assertj.core.api.Assertions.assertThat;

/// A whole loop on a secured broker, each part a process of its own under a user who may do what `create --dry-run` prints and nothing else; then each
/// right is taken away.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredRunTest {
  private static final String RUN = "night";
  private static final String PREFIX = "team.";
  private static final String CANARY = "canary-81a7";
  /// A deadline, not a measure: on an idle machine the slowest takes as long as Kafka's clients wait for an answer, 10 s.
  private static final long REFUSED_WITHIN_S = 60;
  private static final List<String> SMALL = List.of("--set", "rollout.environments=4", "--set", "rollout.steps=32", "--set", "batch.steps=128");

  @TempDir
  static Path folder;

  private static Processes processes;
  private static String broker;
  private static Admin admin;
  private static List<AclBinding> rules;

  @BeforeAll
  static void startASecuredBroker() throws Exception {
    StringBuilder users = new StringBuilder("admin=" + CANARY + "-admin\n");
    for (Role role : Role.all()) {
      users.append(role.user()).append('=').append(CANARY).append('-').append(role.user()).append('\n');
      login(role.user(), CANARY + "-" + role.user());
    }
    login("admin", CANARY + "-admin");
    secret("users", users.toString());
    processes = new Processes(folder, Map.of("TRIBUTARY_PREFIX", PREFIX));
    processes.start("broker", "--users", "users");
    processes.await("the broker's address", 60, () -> Files.exists(folder.resolve(".tributary/broker")));
    broker = Files.readAllLines(folder.resolve(".tributary/broker")).getFirst();
    admin = Admin.create(client("admin"));
    rules = printedRules(RUN);
    admin.createAcls(rules).all().get(30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stopAll() throws Exception {
    if (admin != null) {
      admin.close();
    }
    processes.close();
  }

  @Test
  @Order(-1)
  @Timeout(180)
  void shouldNameTheRightToWriteTheSpecAndThenCreateTheRun() throws Exception {
    Right writing = Rights.of(Role.CREATE, topics()).stream().filter(right -> right.operation() == AclOperation.WRITE).findFirst().orElseThrow();
    shouldNameTheRightThatIsMissing(new Named(Role.CREATE, writing));
    Command created = typed(Role.CREATE, Stream.concat(Stream.of("create", RUN), SMALL.stream()).toArray(String[]::new));
    assertThat(created.run.get(120, TimeUnit.SECONDS)).as(created.typed.err()).isEqualTo(Exit.DONE);
  }

  @Test
  @Order(0)
  @Timeout(180)
  void shouldNameTheRightToMakeChangelogsAtTheFirstStart() throws Exception {
    Right making = Rights.of(Role.STREAM, topics()).stream().filter(right -> right.operation() == AclOperation.CREATE).findFirst().orElseThrow();
    shouldNameTheRightThatIsMissing(new Named(Role.STREAM, making));
  }

  @Test
  @Order(1)
  @Timeout(500)
  void shouldLearnWithTheRightsThatArePrintedAndStopWhereOneIsTaken() throws Exception {
    var trainer = start(Role.TRAIN, "train");
    var stream = start(Role.STREAM, "stream");
    var producer = start(Role.PRODUCE, "produce", "--set", "rollout.window=0", "--set", "rollout.rate=2000");
    Run run = Runs.open(connection(Role.LOOK), RUN, Duration.ofSeconds(10));
    try (TopicTail<Long, PolicySnapshot> policies = TopicTail.open(run.connection(), run.topics().policies(), 0, "test.policies")) {
      processes.await("version 5", 180, () -> policies.seekToLast().map(read -> read.value().version()).orElse(-1L) >= 5);
    }
    taken(Role.TRAIN, trainer, rule(Role.TRAIN, "Write on topic " + PREFIX + RUN + ".policies"));
    taken(Role.STREAM, stream, rule(Role.STREAM, "Write on topic " + PREFIX + RUN + ".trajectories"));
    taken(Role.PRODUCE, producer, rule(Role.PRODUCE, "Write on topic " + PREFIX + RUN + ".steps"));
    assertThat(Files.readString(folder.resolve(".tributary/runs/night/produce.log"))).as("what a producer need not read").contains(".rejected may not be read");
    shouldCountAsViewer();
  }

  /// The producer was the last to be stopped, so there are steps that the topology never read; without its group's offsets they count as lost.
  @Test
  @Order(2)
  @Timeout(240)
  void shouldAcceptALossAndSendItAgainWithTheRightsThatArePrinted() throws Exception {
    String group = topics().applicationId();
    processes.await("the topology's member to be forgotten", 60,
        () -> admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get(30, TimeUnit.SECONDS).members().isEmpty());
    admin.deleteConsumerGroups(List.of(group)).all().get(30, TimeUnit.SECONDS);
    Command stream = typed(Role.STREAM, "stream", RUN, "--accept-loss");
    processes.await("the topology to work", 120, () -> stream.typed.out().contains("stream of run night works") || stream.run.isDone());
    stream.stop();
    assertThat(stream.run.get(60, TimeUnit.SECONDS)).as(stream.typed.err()).isEqualTo(Exit.DONE);
    Command again = typed(Role.RESUBMIT, "rejected", RUN, "--resubmit", "--reason", "lost");
    assertThat(again.run.get(120, TimeUnit.SECONDS)).as(again.typed.err()).isEqualTo(Exit.DONE);
    assertThat(again.typed.out()).containsPattern("; [1-9][0-9,]* sent again");
  }

  private static void shouldCountAsViewer() throws Exception {
    Command counted = typed(Role.LOOK, "runs", RUN);
    assertThat(counted.run.get(60, TimeUnit.SECONDS)).as(counted.typed.err()).isEqualTo(Exit.DONE);
    assertThat(counted.typed.out()).contains("published").contains("adds up");
  }

  private static void taken(Role role, Processes.Started part, AclBinding rule) throws Exception {
    without(rule, () -> {
      assertThat(part.process().waitFor(REFUSED_WITHIN_S, TimeUnit.SECONDS)).as("%s without %s ends; %s", role, rule, part.said()).isTrue();
      assertThat(part.process().exitValue()).as(part.said()).isEqualTo(Exit.FAILED);
      List<String> errors = part.said().lines().filter(line -> line.startsWith("error:")).toList();
      assertThat(errors).as(part.said()).singleElement().asString().contains("User:" + role.user()).contains(rule.pattern().name()).contains("kafka-acls.sh --add");
    });
  }

  static Stream<Named> rights() {
    Topics topics = topics();
    return Role.all().stream().flatMap(role -> Rights.of(role, topics).stream()
        .filter(right -> role != Role.STREAM || right.operation() != AclOperation.CREATE)
        .filter(right -> role != Role.CREATE || right.operation() != AclOperation.WRITE).map(right -> new Named(role, right)));
  }

  record Named(Role role, Right right) {
    @Override
    public String toString() {
      return role.verb() + ": " + right;
    }
  }

  @ParameterizedTest
  @MethodSource("rights")
  @Order(3)
  @Timeout(180)
  void shouldNameTheRightThatIsMissing(Named missing) throws Exception {
    Role role = missing.role();
    Right right = missing.right();
    without(right.rule(role.principal()), () -> {
      Command command = typed(role, command(right, role));
      try {
        int status = command.run.get(REFUSED_WITHIN_S, TimeUnit.SECONDS);
        assertThat(status).as(command.typed.err()).isEqualTo(Exit.FAILED);
      } catch (TimeoutException late) {
        command.stop();
        throw new AssertionError("not refused in time: " + command.typed.out() + command.typed.err(), late);
      }
      // Whoever may not even read the spec is told so: more is not known before it was read.
      Right named = (role == Role.LOOK || role == Role.RESUBMIT) && right.operation() == AclOperation.READ ? reading(topics().spec().name()) : right;
      assertThat(command.typed.err().lines()).singleElement().asString().contains(role.principal()).contains(named.toString())
          .contains("kafka-acls.sh " + named.arguments(role.principal()));
    });
  }

  private static Right reading(String topic) {
    return new Right(ResourceType.TOPIC, topic, false, AclOperation.READ, "");
  }

  /// What needs the right: the part itself; the topology's first start where it makes changelogs; creating where topics are to be made or checked.
  private static String[] command(Right right, Role role) {
    return switch (role) {
      case PRODUCE -> new String[] {"produce", RUN};
      case STREAM -> new String[] {"stream", RUN};
      case TRAIN -> new String[] {"train", RUN};
      case LOOK -> new String[] {"runs", RUN};
      case RESUBMIT -> new String[] {"rejected", RUN, "--resubmit"};
      case CREATE -> right.operation().name().startsWith("DESCRIBE") ? new String[] {"create", RUN, "--no-create"} : new String[] {"create", RUN};
    };
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "SASL_PLAINTEXT | producer | wrong-canary-81a7 | refuses the login of User:producer",
      "SASL_PLAINTEXT | nobody   | canary-81a7       | refuses the login of User:nobody",
      "PLAINTEXT      | producer | canary-81a7       | accepts connections but does not answer PLAINTEXT",
      "SASL_SSL       | producer | canary-81a7       | Kafka at"})
  @Order(4)
  void shouldRefuseAWrongLogin(String protocol, String user, String password, String expected) throws Exception {
    secret("wrong.properties", properties(protocol, user, password));
    Command command = new Command("produce", RUN, "--kafka-properties", "wrong.properties");
    assertThat(command.run.get(REFUSED_WITHIN_S, TimeUnit.SECONDS)).isEqualTo(Exit.FAILED);
    assertThat(command.typed.err().lines()).singleElement().asString().contains(expected).contains("kafka.security.protocol").contains("nothing was started")
        .doesNotContain("canary");
  }

  @Test
  @Order(4)
  void shouldTellAClientThatLogsInWhereNobodyAsks() throws Exception {
    try (EmbeddedKafka open = EmbeddedKafka.start(BrokerSettings.defaults())) {
      Command command = typed(Role.PRODUCE, "produce", RUN, "--bootstrap-servers", open.bootstrapServers());
      assertThat(command.run.get(REFUSED_WITHIN_S, TimeUnit.SECONDS)).isEqualTo(Exit.FAILED);
      assertThat(command.typed.err().lines()).singleElement().asString().contains("refuses the login of User:producer by SASL_PLAINTEXT");
    }
  }

  @Test
  @Order(5)
  void shouldKeepPasswordsOutOfTopicsLogsAndPrint() throws Exception {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean ours = file.getFileName().toString().endsWith(".properties") || file.getFileName().toString().equals("users");
        if (!ours && contains(Files.readAllBytes(file))) {
          found.add(file.toString());
        }
      }
    }
    Map<String, Object> reader = client("admin");
    try (var consumer = new KafkaConsumer<>(reader, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      int records = 0;
      for (String topic : admin.listTopics().names().get(30, TimeUnit.SECONDS)) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream().map(info -> new TopicPartition(topic, info.partition())).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
          for (var read : consumer.poll(Duration.ofMillis(100))) {
            records++;
            if (contains(read.value()) || contains(read.key())) {
              found.add(topic + "@" + read.offset());
            }
          }
        }
      }
      assertThat(records).as("there was something to look at").isGreaterThan(20);
    }
    assertThat(found).isEmpty();
    assertThat(processes.printed()).contains("train of run night").doesNotContain("canary");
  }

  private static boolean contains(byte[] bytes) {
    return bytes != null && new String(bytes, StandardCharsets.ISO_8859_1).contains("canary");
  }

  private Processes.Started start(Role role, String part, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(part, RUN, "--wait", "120", "--kafka-properties", role.user() + ".properties"));
    arguments.addAll(List.of(more));
    return processes.start(arguments.toArray(String[]::new));
  }

  private interface Check {
    void run() throws Exception;
  }

  private static void without(AclBinding rule, Check check) throws Exception {
    assertThat(rules).as("printed").contains(rule);
    admin.deleteAcls(List.of(rule.toFilter())).all().get(30, TimeUnit.SECONDS);
    processes.await("the rule to be gone", 10, () -> !granted(rule));
    try {
      check.run();
    } finally {
      admin.createAcls(List.of(rule)).all().get(30, TimeUnit.SECONDS);
      processes.await("the rule to be back", 10, () -> granted(rule));
    }
  }

  private static boolean granted(AclBinding rule) throws Exception {
    return !admin.describeAcls(rule.toFilter()).values().get(30, TimeUnit.SECONDS).isEmpty();
  }

  private static AclBinding rule(Role role, String right) {
    return Rights.of(role, topics()).stream().filter(one -> one.toString().equals(right)).findFirst().orElseThrow().rule(role.principal());
  }

  private static Topics topics() {
    Spaces spaces = new Spaces(Space.Box.unbounded(4), new Space.Discrete(2));
    return Topics.of(PREFIX, RunSettings.defaults().spec(RUN, spaces, 0));
  }

  /// The access rules as `create --dry-run` prints them, read by what `kafka-acls.sh` understands.
  private static List<AclBinding> printedRules(String run) {
    Typed plan = new Typed(folder, Map.of("TRIBUTARY_PREFIX", PREFIX));
    assertThat(plan.run("create", run, "--dry-run")).as(plan.err()).isEqualTo(Exit.DONE);
    return plan.out().lines().filter(line -> line.startsWith("kafka-acls.sh")).map(KafkaTools::acl).toList();
  }

  private static void login(String user, String password) throws IOException {
    secret(user + ".properties", properties("SASL_PLAINTEXT", user, password));
  }

  private static String properties(String protocol, String user, String password) {
    return "security.protocol=" + protocol + "\nsasl.mechanism=SCRAM-SHA-512\nsasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required "
        + "username=\"" + user + "\" password=\"" + password + "\";\n";
  }

  private static void secret(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.deleteIfExists(file);
    Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  private static Map<String, String> file(String user) throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(folder.resolve(user + ".properties"))) {
      properties.load(reader);
    }
    Map<String, String> values = new HashMap<>();
    properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
    return values;
  }

  private static Map<String, Object> client(String user) throws IOException {
    Map<String, Object> properties = new HashMap<>(file(user));
    properties.put("bootstrap.servers", broker);
    return properties;
  }

  private static Connection connection(Role role) throws IOException {
    return new Connection(broker, PREFIX, file(role.user()));
  }

  private static Command typed(Role role, String... arguments) {
    return new Command(Stream.concat(Arrays.stream(arguments), Stream.of("--kafka-properties", role.user() + ".properties")).toArray(String[]::new));
  }

  /// A command on a thread of its own, so that one that should not go on can be stopped.
  private static final class Command {
    final Typed typed = new Typed(folder, Map.of("TRIBUTARY_PREFIX", PREFIX));
    final CompletableFuture<Integer> run;

    Command(String... arguments) {
      run = CompletableFuture.supplyAsync(() -> typed.run(arguments), task -> Thread.ofPlatform().name("typed").start(task));
    }

    void stop() throws Exception {
      typed.hooks.forEach(Runnable::run);
      run.get(30, TimeUnit.SECONDS);
    }
  }
}
