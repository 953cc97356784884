// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The same broker as a child JVM: one that can be killed, and whose processor time is not this JVM's.
///
/// **Assumptions** The class path and flags of this JVM start another one. Calls come from one thread at a time.
///
/// **Guarantees**
/// - After [#start] and [#restart] the broker answers at [#bootstrapServers], which stays the same through restarts, as the data does.
/// - The child never outlives this JVM, however that ends: it watches its stdin, which ends with us.
/// - [#close] ends it within the settings' stop time-out, gracefully if it can, and deletes a temporary data directory.
///
/// **Example**
/// ```java
/// try (BrokerProcess broker = BrokerProcess.start(BrokerSettings.defaults())) {
///   broker.kill();      // as if the machine had pulled the plug on the process
///   broker.restart();   // same data, same address
/// }
/// ```
public final class BrokerProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerProcess.class);

  private final boolean temporary;
  private BrokerSettings settings;
  private ChildJvm child;
  private String clusterId;

  private BrokerProcess(BrokerSettings settings, boolean temporary) {
    this.settings = settings;
    this.temporary = temporary;
  }

  /// Starts a child broker and returns when it answers.
  ///
  /// @throws BrokerException if it does not within the settings' start time-out; the message ends with what it said
  public static BrokerProcess start(BrokerSettings settings) {
    BrokerProcess broker = of(settings);
    try {
      broker.launch();
      return broker;
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  /// A broker whose child is not started yet.
  static BrokerProcess of(BrokerSettings settings) {
    return settings.dataDirectory().isPresent()
        ? new BrokerProcess(settings, false)
        : new BrokerProcess(settings.withDataDirectory(temporaryDirectory()), true);
  }

  /// Where clients connect: `127.0.0.1:port`, the same through restarts.
  public String bootstrapServers() {
    return BrokerSockets.HOST + ":" + settings.port();
  }

  /// The cluster's id, given when the data directory was first used.
  public String clusterId() {
    return clusterId;
  }

  /// The process, for signals and for its processor time.
  public ProcessHandle process() {
    return child.process().toHandle();
  }

  /// Whether the child is running; it is not after [#kill], or when it ended by itself.
  public boolean isAlive() {
    return child != null && child.process().isAlive();
  }

  /// Ends the child at once with SIGKILL: nothing is flushed, no client is told.
  ///
  /// @throws BrokerException if it is still there after the settings' stop time-out
  public void kill() {
    child.process().destroyForcibly();
    if (!ended()) {
      throw new BrokerException("broker process " + child.process().pid() + " survived SIGKILL for " + settings.stopTimeoutMs()
          + " ms; expected it to end; it may still hold " + bootstrapServers());
    }
  }

  /// Starts the child again on the same data and port, after stopping it if it runs.
  ///
  /// @throws BrokerException if it does not answer within the settings' start time-out
  public void restart() {
    stop();
    launch();
  }

  /// Stops the child gracefully, by SIGKILL if it takes too long, and deletes a temporary data directory. Closing again does nothing.
  @Override
  public void close() {
    stop();
    if (temporary) {
      try {
        DataDirectory.delete(settings.dataDirectory().orElseThrow());
      } catch (IOException e) {
        throw new UncheckedIOException("the broker has stopped, but its temporary directory could not be deleted", e);
      }
    }
  }

  private void launch() {
    begin(List.of());
    awaitReady();
  }

  /// Starts the child, which is then on its way.
  void begin(List<String> more) {
    List<String> arguments = new ArrayList<>(BrokerArguments.of(settings));
    arguments.addAll(more);
    try {
      child = ChildJvm.start(BrokerMain.class, arguments, settings.heapMb(), settings.dataDirectory().orElseThrow().resolve("broker.log"),
          BrokerMain.BOUND, BrokerMain.READY);
    } catch (IOException e) {
      throw new BrokerException("no broker process could be started: " + e.getMessage(), e);
    }
  }

  /// Tells the child who belongs to its cluster.
  void tell(String line) {
    try {
      child.tell(line);
    } catch (IOException e) {
      throw notStarted(e, "it ended before it was told its cluster");
    }
  }

  /// Waits until the child answers.
  void awaitReady() {
    String[] said = await(BrokerMain.READY).split(" ", 2);
    settings = settings.withPort(port(said[0].substring(said[0].lastIndexOf(':') + 1)));
    clusterId = said[1];
  }

  /// Waits until the child has its ports, and returns the controller's.
  int awaitBound() {
    String[] said = await(BrokerMain.BOUND).split(" ", 2);
    settings = settings.withPort(port(said[0]));
    return port(said[1]);
  }

  private static int port(String said) {
    return Integer.parseInt(said);
  }

  private String await(String prefix) {
    try {
      return child.said(prefix).get(settings.startTimeoutMs(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw notStarted(e, "it ended before it was ready");
    } catch (TimeoutException e) {
      throw notStarted(e, "it was not ready within " + settings.startTimeoutMs() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notStarted(e, "the wait for it was interrupted");
    }
  }

  private BrokerException notStarted(Exception cause, String reason) {
    child.process().destroyForcibly();
    return new BrokerException("broker process " + child.process().pid() + " did not start: " + reason + "; it is ended; it said:\n"
        + child.lastWords(), cause);
  }

  void stop() {
    if (!isAlive()) {
      return;
    }
    child.process().destroy();
    if (!ended()) {
      LOG.error("broker process {} did not stop within {} ms of SIGTERM; it is killed, and recovers its data at the next start",
          child.process().pid(), settings.stopTimeoutMs());
      kill();
    }
  }

  private boolean ended() {
    try {
      return child.process().waitFor(settings.stopTimeoutMs(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory(DataDirectory.TEMPORARY_PREFIX);
    } catch (IOException e) {
      throw new BrokerException("no temporary directory could be made for the broker (" + e + "); no broker was started", e);
    }
  }
}
