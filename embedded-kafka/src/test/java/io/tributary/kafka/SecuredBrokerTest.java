// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecuredBrokerTest {
  private static final String ADMIN = "the, admin's ]own\" =password";
  private static final String WRITER = "w-riter";

  @TempDir
  Path directory;

  @Test
  void shouldKeepUsersAndRightsThroughARestartAndNeverOpenAgain() throws Exception {
    BrokerSettings data = BrokerSettings.defaults().withDataDirectory(directory.resolve("data"));
    try (EmbeddedKafka broker = EmbeddedKafka.start(data.withUsers(users("admin=" + ADMIN + "\n# others\nwriter=" + WRITER + "\nidle=x\n")))) {
      assertThat(broker.secured()).isTrue();
      assertThatThrownBy(() -> send(broker, "writer", WRITER)).hasCauseInstanceOf(TopicAuthorizationException.class);
      grant(broker, "writer", AclOperation.WRITE);
      send(broker, "writer", WRITER);
      assertThatThrownBy(() -> send(broker, "idle", "x")).hasCauseInstanceOf(TopicAuthorizationException.class);
      assertThatThrownBy(() -> send(broker, "writer", "wrong")).hasCauseInstanceOf(SaslAuthenticationException.class);
      assertThatThrownBy(() -> send(broker, "nobody", WRITER)).hasCauseInstanceOf(SaslAuthenticationException.class);
      assertThatThrownBy(() -> describe(Map.of("bootstrap.servers", broker.bootstrapServers()))).hasCauseInstanceOf(TimeoutException.class);
      assertThat(broker.faults()).isEmpty();
    }
    try (EmbeddedKafka again = EmbeddedKafka.start(data)) {
      assertThat(again.secured()).as("a secured directory needs no file to stay secured").isTrue();
      send(again, "writer", WRITER);
      assertThatThrownBy(() -> send(again, "idle", "x")).hasCauseInstanceOf(TopicAuthorizationException.class);
    }
    try (EmbeddedKafka other = EmbeddedKafka.start(data.withUsers(users("admin=another\nwriter=" + WRITER)))) {
      send(other, "writer", WRITER);
      assertThatThrownBy(() -> send(other, "idle", "x")).as("taken out of the file").hasCauseInstanceOf(SaslAuthenticationException.class);
      assertThatThrownBy(() -> send(other, "admin", ADMIN)).as("old password").hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  @Test
  void shouldLetNobodyInAtTheListenersOfTheBrokerItself() throws Exception {
    BrokerSettings settings = BrokerSettings.defaults().withUsers(users("admin=secret"));
    BrokerSecurity security = BrokerSecurity.of(settings).orElseThrow();
    assertThat(security.properties()).containsEntry("listener.name.internal.sasl.enabled.mechanisms", "PLAIN")
        .containsEntry("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
    assertThat(BrokerSecurity.of(settings).orElseThrow().properties()).as("another start, another password")
        .doesNotContainEntry("listener.name.internal.plain.sasl.jaas.config", security.properties().get("listener.name.internal.plain.sasl.jaas.config"));
    try (EmbeddedKafka broker = EmbeddedKafka.start(settings)) {
      List<Integer> ports = Listening.ports();
      assertThat(ports).as("users, broker and controller").hasSizeGreaterThanOrEqualTo(3);
      for (int port : ports) {
        String address = "127.0.0.1:" + port;
        if (!address.equals(broker.bootstrapServers())) {
          for (String entrance : List.of("bootstrap.servers", "bootstrap.controllers")) {
            assertRefused(entrance, sasl(address, "PLAIN", "admin", "secret"));
            assertRefused(entrance, sasl(address, "PLAIN", BrokerUsers.RESERVED, "secret"));
            assertRefused(entrance, sasl(address, "SCRAM-SHA-512", "admin", "secret"));
            assertRefused(entrance, Map.of("bootstrap.servers", address));
          }
        }
      }
      describe(sasl(broker.bootstrapServers(), "SCRAM-SHA-512", "admin", "secret"));
    }
  }

  /// Nobody gets as far as giving `admin` another password.
  private static void assertRefused(String entrance, Map<String, Object> client) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(entrance, properties.remove("bootstrap.servers"));
    properties.putAll(patience(client.containsKey("security.protocol") ? 10_000 : 1_000));
    try (Admin admin = Admin.create(properties)) {
      var stolen = new UserScramCredentialUpsertion("admin", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 8_192), "stolen");
      var answer = admin.alterUserScramCredentials(List.of(stolen)).all();
      assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS)).as("%s %s", entrance, client).isInstanceOf(ExecutionException.class);
    }
  }

  private static Map<String, Object> patience(int milliseconds) {
    return Map.of("default.api.timeout.ms", milliseconds, "request.timeout.ms", milliseconds);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "producer=pw-canary | no user admin",
      "admin=pw-canary\\nadmin=pw-canary | line 2 names the user admin a second time",
      "admin=pw-canary\\ntributary-broker=pw-canary | which is the broker itself",
      "admin=pw-canary\\npw-canary | line 2 is no user",
      "admin=pw-canary\\nproducer= | line 2 is no user",
      "admin=pw-canary\\n\\na b=pw-canary | line 3 is no user"})
  void shouldRefuseAFileOfUsersWithoutShowingIt(String lines, String expected) throws Exception {
    Path file = users(lines.replace("\\n", "\n"));
    assertThatThrownBy(() -> EmbeddedKafka.start(BrokerSettings.defaults().withUsers(file))).isInstanceOf(BrokerException.class)
        .hasMessageStartingWith("broker.users " + file).hasMessageContaining(expected).hasMessageEndingWith("no broker was started").message()
        .doesNotContain("canary");
  }

  @Test
  void shouldRefuseAFileThatOthersCanRead() throws Exception {
    Path file = users("admin=secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> EmbeddedKafka.start(BrokerSettings.defaults().withUsers(file))).isInstanceOf(BrokerException.class)
        .hasMessageContaining("open to everybody").hasMessageContaining("chmod 600");
    assertThatThrownBy(() -> EmbeddedKafka.start(BrokerSettings.defaults().withUsers(directory.resolve("none")))).isInstanceOf(BrokerException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void shouldTellAChildWhereTheUsersAre() {
    BrokerSettings settings = BrokerSettings.defaults().withUsers(Path.of("/somewhere/users"));
    assertThat(BrokerArguments.parse(BrokerArguments.of(settings))).isEqualTo(settings);
  }

  private Path users(String lines) throws Exception {
    Path file = directory.resolve("users");
    Files.deleteIfExists(file);
    Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, lines);
  }

  private static void grant(EmbeddedKafka broker, String user, AclOperation operation) throws Exception {
    try (Admin admin = Admin.create(sasl(broker.bootstrapServers(), "SCRAM-SHA-512", "admin", ADMIN))) {
      admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
      admin.createAcls(List.of(new AclBinding(new ResourcePattern(ResourceType.TOPIC, "t", PatternType.LITERAL),
          new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)))).all().get(30, TimeUnit.SECONDS);
    }
  }

  private static void send(EmbeddedKafka broker, String user, String password) throws ExecutionException, InterruptedException {
    try (var producer = new KafkaProducer<>(sasl(broker.bootstrapServers(), "SCRAM-SHA-512", user, password), new StringSerializer(), new StringSerializer())) {
      var _ = producer.send(new ProducerRecord<>("t", "x")).get();
    }
  }

  private static void describe(Map<String, Object> properties) throws ExecutionException, InterruptedException {
    Map<String, Object> brief = new HashMap<>(properties);
    brief.putAll(patience(properties.containsKey("security.protocol") ? 10_000 : 1_000));
    try (Admin admin = Admin.create(brief)) {
      var _ = admin.describeCluster().clusterId().get();
    }
  }

  private static Map<String, Object> sasl(String bootstrap, String mechanism, String user, String password) {
    String module = mechanism.equals("PLAIN") ? "plain.Plain" : "scram.Scram";
    return Map.of("bootstrap.servers", bootstrap, "security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", mechanism, "sasl.jaas.config",
        "org.apache.kafka.common.security." + module + "LoginModule required username=\"" + user + "\" password=\"" + password.replace("\"", "\\\"") + "\";");
  }
}
