// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;
import io.tributary.runs.RunException;

/// The Kafka a command talks to: one that was named, the one another process of this home runs, or one of its own.
///
/// **Guarantees.** Of all processes that share a home at most one runs the broker; its address stands in {@link Home#brokerFile} from
/// the moment it answers until it stops. A file left by a process that died is recognised and replaced.
public final class Cluster implements AutoCloseable {
  private static final long OTHERS_START_MS = 15_000;
  private static final long RETRY_MS = 50;
  /// Commands that end by themselves: whoever works for long does not lean on their broker but waits for its end.
  private static final Set<String> BRIEF = Set.of("create", "runs", "snapshots", "tail", "evaluate");

  private final String bootstrapServers;
  private final Optional<BrokerAddress> owner;
  private final Runnable close;
  private final Optional<EmbeddedKafka> embedded;

  private Cluster(String bootstrapServers, Optional<BrokerAddress> owner, Optional<EmbeddedKafka> embedded, Runnable close) {
    this.bootstrapServers = bootstrapServers;
    this.owner = owner;
    this.embedded = embedded;
    this.close = close;
  }

  /// A cluster that somebody else runs.
  public static Cluster at(String bootstrapServers) {
    return new Cluster(bootstrapServers, Optional.empty(), Optional.empty(), () -> {});
  }

  /// The home's broker: the one that runs, else one that lives as long as this object.
  ///
  /// @param command what this process does, for the messages of others
  /// @param port where a broker of our own listens; 0 for any free port
  public static Cluster of(Home home, String command, int port) throws InterruptedException {
    return of(home, command, BrokerSettings.defaults().withPort(port));
  }

  /// The same with a broker of our own made as told.
  ///
  /// @param settings of it, but for its data, which are the home's
  public static Cluster of(Home home, String command, BrokerSettings settings) throws InterruptedException {
    home.make();
    long deadline = System.nanoTime() + OTHERS_START_MS * 1_000_000;
    while (true) {
      Optional<BrokerAddress> running = running(home);
      if (running.isPresent() && (BRIEF.contains(command) || !BRIEF.contains(running.get().command()))) {
        return new Cluster(running.get().address(), running, Optional.empty(), () -> {});
      }
      FileChannel lock = lock(home);
      if (lock != null) {
        return start(home, command, settings, lock);
      }
      if (System.nanoTime() > deadline) {
        throw new RunException(running.map(other -> "the broker of " + home.root() + " runs in " + other.owner() + ", which only looks and ends soon")
            .orElse("another process holds " + home.brokerLock() + " but no broker answered") + "; expected it to let go within "
            + OTHERS_START_MS / 1000 + " s; nothing was started");
      }
      Thread.sleep(RETRY_MS);
    }
  }

  /// The home's broker for a part of a run: with `wait` the one that another process runs or will run, else as {@link #of}.
  public static Cluster joined(Home home, String command, Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    if (wait.isZero()) {
      return of(home, command, 0);
    }
    while (System.nanoTime() < deadline) {
      Optional<BrokerAddress> running = running(home).filter(other -> !BRIEF.contains(other.command()));
      if (running.isPresent()) {
        return new Cluster(running.get().address(), running, Optional.empty(), () -> {});
      }
      Thread.sleep(RETRY_MS);
    }
    throw new RunException("no broker appeared in " + home.root() + " within " + wait.toSeconds() + " s (--wait); expected another process to run one "
        + "(tributary broker) or --bootstrap-servers to name one; nothing was started");
  }

  private static Optional<BrokerAddress> running(Home home) {
    return BrokerAddress.read(home.brokerFile()).filter(BrokerAddress::answers);
  }

  /// The home's broker, only if there is something to look at.
  ///
  /// @throws RunException where nothing was ever kept here
  public static Cluster existing(Home home, String command) throws InterruptedException {
    if (!java.nio.file.Files.isDirectory(home.kafka())) {
      throw new RunException("no run was ever made in " + home.root() + "; expected one (tributary demo makes one; --home names another "
          + "folder, --bootstrap-servers another Kafka); nothing was started");
    }
    return of(home, command, 0);
  }

  private static Cluster start(Home home, String command, BrokerSettings settings, FileChannel lock) {
    try {
      EmbeddedKafka broker = EmbeddedKafka.start(settings.withDataDirectory(home.kafka()));
      BrokerAddress address = new BrokerAddress(broker.bootstrapServers(), ProcessHandle.current().pid(), command);
      address.write(home.brokerFile());
      return new Cluster(broker.bootstrapServers(), Optional.empty(), Optional.of(broker), () -> {
        address.delete(home.brokerFile());
        broker.close();
        release(lock);
      });
    } catch (RuntimeException failed) {
      release(lock);
      throw failed;
    }
  }

  /// The lock, or null while another process (or another broker of this one) has it.
  private static FileChannel lock(Home home) {
    try {
      FileChannel channel = FileChannel.open(home.brokerLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock held = tryLock(channel);
      if (held == null) {
        channel.close();
        return null;
      }
      return channel;
    } catch (IOException failed) {
      throw new RunException("file " + home.brokerLock() + " cannot be locked (" + failed + "); expected a folder to write in; "
          + "nothing was started", failed);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (java.nio.channels.OverlappingFileLockException heldHere) {
      return null;
    }
  }

  private static void release(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException failed) {
      throw new RunException("the broker's lock could not be released (" + failed + "); it ends with this process", failed);
    }
  }

  /// `host:port`.
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /// The broker that runs in this process, if one does.
  public Optional<EmbeddedKafka> embedded() {
    return embedded;
  }

  /// Whom we depend on: `demo (process 1234)`, where another process of this home runs the broker.
  public Optional<String> owner() {
    return owner.map(BrokerAddress::owner);
  }

  /// Tells `listener` the {@link #owner} when that process ends; never, where there is none.
  public void onOwnersEnd(Consumer<String> listener) {
    owner.ifPresent(other -> {
      Optional<ProcessHandle> process = ProcessHandle.of(other.pid());
      if (process.isEmpty()) {
        listener.accept(other.owner());
      } else {
        var _ = process.get().onExit().thenRun(() -> listener.accept(other.owner()));
      }
    });
  }

  /// Tells `listener` what happened, as the beginning of a sentence, when the broker is lost: its {@link #owner} ended, or it runs in this process
  /// and had a fatal fault. May be called on Kafka's threads and more than once: the listener must be quick and must not close this cluster.
  public void onLoss(Consumer<String> listener) {
    onOwnersEnd(other -> listener.accept(other + " has ended, and its broker with it"));
    embedded.ifPresent(broker -> broker.onFault(fault -> {
      if (fault.fatal()) {
        listener.accept("the broker in this process no longer works (" + fault.part() + ": " + fault.message() + ")");
      }
    }));
  }

  /// Stops the broker if it is ours.
  @Override
  public void close() {
    close.run();
  }
}
