// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The main class of a child broker, started by [BrokerProcess].
///
/// It prints one line, `READY bootstrapServers clusterId`, on stdout when it answers, and nothing else there. It ends when its stdin ends
/// (its parent is gone), on SIGTERM, or on a fatal fault; with status 0 if it was asked to, else 1 after a line on stderr.
public final class BrokerMain {
  static final String READY = "READY ";

  private BrokerMain() {}

  /// @param arguments settings as `name=value`
  public static void main(String[] arguments) {
    PrintStream handshake = System.out;
    System.setOut(System.err); // nobody else may write where the parent reads
    System.exit(run(List.of(arguments), handshake));
  }

  private static int run(List<String> arguments, PrintStream handshake) {
    try (EmbeddedKafka broker = EmbeddedKafka.start(BrokerArguments.parse(arguments))) {
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-close"));
      CompletableFuture<Integer> status = new CompletableFuture<>();
      broker.onFault(fault -> {
        System.err.println(fault.describe());
        if (fault.fatal()) {
          status.complete(1);
        }
      });
      Thread.ofPlatform().daemon().name("parent-watch").start(() -> status.complete(waitForParentsEnd()));
      handshake.println(READY + broker.bootstrapServers() + " " + broker.clusterId());
      handshake.flush();
      return status.join();
    } catch (BrokerException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static int waitForParentsEnd() {
    try {
      while (System.in.read() >= 0) {
        // whatever is said is not meant for us; only the end counts
      }
      return 0;
    } catch (IOException e) {
      System.err.println("broker: reading stdin failed (" + e.getMessage() + "); taken for the end of the parent, so the broker stops");
      return 1;
    }
  }
}
