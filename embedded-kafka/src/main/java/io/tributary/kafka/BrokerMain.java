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
///
/// As a node among several it first binds its ports and prints `BOUND brokerPort controllerPort`; the parent, who then knows everybody's, answers
/// with a line for [Membership#parse].
public final class BrokerMain {
  static final String READY = "READY ";
  static final String BOUND = "BOUND ";

  private BrokerMain() {}

  /// @param arguments settings as `name=value`
  public static void main(String[] arguments) {
    PrintStream handshake = System.out;
    System.setOut(System.err); // nobody else may write where the parent reads
    System.exit(run(List.of(arguments), handshake));
  }

  private static int run(List<String> arguments, PrintStream handshake) {
    try (EmbeddedKafka broker = started(arguments, handshake)) {
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-close"));
      CompletableFuture<Integer> status = new CompletableFuture<>();
      broker.onFault(fault -> {
        System.err.println(fault.describe());
        if (fault.fatal()) {
          status.complete(1);
        }
      });
      Thread.ofPlatform().daemon().name("parent-watch").start(() -> status.complete(waitForParentsEnd()));
      say(handshake, READY + broker.bootstrapServers() + " " + broker.clusterId());
      return status.join();
    } catch (BrokerException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static EmbeddedKafka started(List<String> arguments, PrintStream handshake) {
    BrokerSettings settings = BrokerArguments.parse(arguments);
    int node = BrokerArguments.node(arguments);
    if (node == 0) {
      return EmbeddedKafka.start(settings);
    }
    BrokerSockets sockets = BrokerSockets.bind(settings.port(), BrokerArguments.controllerPort(arguments), false);
    say(handshake, BOUND + sockets.brokerPort() + " " + sockets.controllerPort());
    return EmbeddedKafka.start(settings, new BrokerFaults(), sockets, Membership.parse(node, parentsAnswer()));
  }

  private static void say(PrintStream handshake, String line) {
    handshake.println(line);
    handshake.flush();
  }

  private static String parentsAnswer() {
    StringBuilder line = new StringBuilder();
    try {
      for (int read = System.in.read(); read != '\n'; read = System.in.read()) {
        if (read < 0) {
          throw new BrokerException("the parent ended before it said who belongs to the cluster; no broker was started");
        }
        line.append((char) read);
      }
      return line.toString();
    } catch (IOException e) {
      throw new BrokerException("reading stdin failed (" + e.getMessage() + "); expected the cluster's nodes; no broker was started", e);
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
