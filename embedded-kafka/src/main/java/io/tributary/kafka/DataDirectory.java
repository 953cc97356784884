// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// The directory of one broker: `broker.lock` and `log/`, which Kafka owns.
///
/// **Guarantees** While this is open no other broker, in this or another process, opens the same directory. A temporary directory
/// is deleted by [#close], and only by it: Kafka takes a directory that vanishes under it for a failed disk.
final class DataDirectory implements AutoCloseable {
  static final String TEMPORARY_PREFIX = "tributary-broker-";

  private final Path root;
  private final boolean temporary;
  private final DirectoryLock lock;

  private DataDirectory(Path root, boolean temporary, DirectoryLock lock) {
    this.root = root;
    this.temporary = temporary;
    this.lock = lock;
  }

  /// @throws BrokerException if the directory cannot be made or another broker uses it
  static DataDirectory open(BrokerSettings settings) {
    boolean temporary = settings.dataDirectory().isEmpty();
    Path wanted = settings.dataDirectory().orElse(Path.of(System.getProperty("java.io.tmpdir")));
    try {
      Path root = temporary ? Files.createTempDirectory(TEMPORARY_PREFIX) : Files.createDirectories(wanted);
      Path real = root.toRealPath();
      return new DataDirectory(real, temporary, DirectoryLock.take(real));
    } catch (IOException e) {
      throw new BrokerException(
          "broker.dataDirectory " + wanted + " cannot be used (" + e + "); expected a directory to write in; no broker was started", e);
    }
  }

  Path root() {
    return root;
  }

  /// What Kafka calls the log directory.
  Path log() {
    return root.resolve("log");
  }

  /// Formats the directory at its first start; later starts keep what is there, the cluster's id with it.
  void formatOnce(Membership membership) throws Exception {
    if (Files.exists(log().resolve("meta.properties"))) {
      return;
    }
    try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(membership.node())
          .setClusterId(membership.clusterId().orElseGet(() -> Uuid.randomUuid().toString()))
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setDirectories(List.of(log().toString()))
          .setMetadataLogDirectory(log().toString())
          .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
          .run();
    }
  }

  /// Releases the directory, and deletes it if it is temporary. Call after broker and controller have stopped.
  @Override
  public void close() {
    lock.close();
    if (temporary) {
      try {
        delete(root);
      } catch (IOException e) {
        throw new UncheckedIOException("the broker has stopped, but its temporary directory could not be deleted", e);
      }
    }
  }

  /// Deletes a directory with all that is in it.
  static void delete(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
