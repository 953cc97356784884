// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BrokerFaultsTest {
  private static final int MOST_TRIES = 100;

  @Test
  void shouldReportAFaultOfKafkaAndLiveOn() throws Exception {
    BrokerFaults faults = new BrokerFaults();
    try (EmbeddedKafka broker = EmbeddedKafka.start(BrokerSettings.defaults(), faults)) {
      List<BrokerFault> told = new ArrayList<>();
      broker.onFault(told::add);
      var handler = faults.build("raft manager", true, () -> {});
      RuntimeException toThrow = handler.handleFault("the log is gone", new IllegalStateException("why"));

      assertThat(toThrow).hasMessageContaining("the log is gone");
      assertThat(told).singleElement().satisfies(fault -> {
        assertThat(fault.fatal()).isTrue();
        assertThat(fault.describe()).contains("raft manager", "the log is gone", "why", "no longer works");
      });
      assertThat(broker.faults()).isEqualTo(told);
      Clients.createTopic(broker.bootstrapServers(), "still-served");
    }
  }

  @Test
  void shouldTurnKafkasHaltAndExitIntoFaults() {
    try (EmbeddedKafka broker = EmbeddedKafka.start(BrokerSettings.defaults())) {
      assertThatThrownBy(() -> Exit.halt(1)).isInstanceOf(IllegalStateException.class).hasMessageContaining("halt");
      assertThatThrownBy(() -> Exit.exit(2, "cleaner died")).hasMessageContaining("status 2").hasMessageContaining("cleaner died");
      assertThat(broker.faults()).hasSize(2).allMatch(BrokerFault::fatal);
    }
  }

  /// The real thing: Kafka takes a vanished directory for a failed disk, and a server of its own halts.
  @Test
  void shouldSurviveTheLossOfTheDataDirectory(@TempDir Path directory) throws Exception {
    CompletableFuture<BrokerFault> first = new CompletableFuture<>();
    try (EmbeddedKafka broker = EmbeddedKafka.start(BrokerSettings.defaults().withDataDirectory(directory).withKafka(
        "log.initial.task.delay.ms", "100"))) {
      broker.onFault(fault -> {
        if (fault.fatal()) {
          first.complete(fault);
        }
      });
      lose(broker.dataDirectory().resolve("log"));
      try {
        Clients.createTopic(broker.bootstrapServers(), "nowhere-to-be-put");
      } catch (ExecutionException e) {
        assertThat(e).isNotNull(); // the controller may notice before it answers
      }
      assertThat(first.get(60, TimeUnit.SECONDS).message()).contains("halt");
    }
  }

  /// The broker lives on meanwhile and may put a file into a directory that was just emptied.
  private static void lose(Path directory) throws IOException {
    for (int tries = 1; Files.exists(directory); tries++) {
      try {
        DataDirectory.delete(directory);
      } catch (DirectoryNotEmptyException busy) {
        if (tries == MOST_TRIES) {
          throw busy;
        }
      }
    }
  }

  @Test
  void shouldTellALateListenerWhatItMissedAndKeepABoundedNumber() {
    BrokerFaults faults = new BrokerFaults();
    faults.add(fault -> {
      throw new IllegalArgumentException("a bad listener");
    });
    var handler = faults.build("metadata publishing", false, () -> {});
    // Quietly: a hundred reported faults are a hundred stack traces.
    var log = (Logger) LoggerFactory.getLogger(BrokerFaults.class);
    log.setLevel(Level.OFF);
    for (int i = 0; i < BrokerFaults.KEPT + 5; i++) {
      assertThat(handler.handleFault("fault " + i)).isNotNull();
    }
    log.setLevel(null);
    List<BrokerFault> late = new ArrayList<>();
    faults.add(late::add);
    assertThat(late).hasSize(BrokerFaults.KEPT);
    assertThat(late.getFirst().describe()).contains("fault 0", "goes on");
  }
}
