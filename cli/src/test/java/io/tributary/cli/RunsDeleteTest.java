// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;
import io.tributary.runs.Connection;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;
import io.tributary.streams.AwaitedBatch;
import io.tributary.streams.StreamSettings;
import io.tributary.streams.StreamsApp;

import static org.assertj.core.api.Assertions.assertThat;

class RunsDeleteTest {
  @TempDir
  Path folder;

  @Test
  void shouldDeleteARunAndNothingElseAndOnlyWhenItRestsAndIsMeant() throws Exception {
    try (EmbeddedKafka broker = EmbeddedKafka.start(BrokerSettings.defaults())) {
      Connection connection = Connection.to(broker.bootstrapServers());
      create(broker, "night");
      create(broker, "night-2");
      Run run = Runs.open(connection, "night", Duration.ZERO);
      Path local = folder.resolve(".tributary/runs/night");
      Files.createDirectories(local);
      Files.writeString(local.resolve("summary.json"), "{}");
      try (Admin admin = Admin.create(connection.properties("test"))) {
        admin.createTopics(List.of(new NewTopic("night.orders", 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        try (StreamsApp app = new StreamsApp(run, StreamSettings.defaults(), AwaitedBatch.unknown())) {
          app.start();
          assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).contains("night.stream-environments-changelog");
          Typed busy = delete(broker, "night", "--yes");
          assertThat(busy.err()).startsWith("error: run night: group night.stream has 1 members").contains("nothing was deleted");
        }
        Typed asked = delete(broker, "night");
        assertThat(asked.err()).contains("expected --yes; nothing was deleted");
        assertThat(asked.out()).contains("night.steps").contains("night.stream-open-steps-changelog").contains(local.toString());
        assertThat(Runs.names(connection)).containsExactly("night", "night-2");

        Typed done = delete(broker, "night", "--yes");
        assertThat(done.err()).isEmpty();
        assertThat(done.out()).contains("run night is deleted");
        Set<String> left = admin.listTopics().names().get(30, TimeUnit.SECONDS);
        assertThat(left).filteredOn(topic -> topic.startsWith("night.")).as("somebody else's").containsExactly("night.orders");
        assertThat(admin.listGroups(new ListGroupsOptions()).all().get(30, TimeUnit.SECONDS)).noneMatch(group -> group.groupId().startsWith("night."));
        assertThat(Runs.names(connection)).containsExactly("night-2");
        assertThat(local).doesNotExist();
        assertThat(delete(broker, "night", "--yes").err()).contains("neither topics nor groups").contains("nothing was deleted");
      }
    }
  }

  private void create(EmbeddedKafka broker, String run) {
    assertThat(Typed.in(folder).run("create", run, "--bootstrap-servers", broker.bootstrapServers())).isEqualTo(Exit.DONE);
  }

  private Typed delete(EmbeddedKafka broker, String run, String... more) {
    Typed typed = Typed.in(folder);
    String[] arguments = new String[5 + more.length];
    System.arraycopy(new String[] {"runs", "--delete", run, "--bootstrap-servers", broker.bootstrapServers()}, 0, arguments, 0, 5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    var _ = typed.run(arguments);
    return typed;
  }
}
