// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One broker per directory, across processes and inside this one; freed by the operating system when the process dies.
final class DirectoryLock implements AutoCloseable {
  static final String FILE = "broker.lock";

  /// Asked before the file is touched: on POSIX systems closing any channel of a file frees this process's lock on it.
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /// @param directory the real path of an existing directory
  /// @throws BrokerException if another broker holds it
  static DirectoryLock take(Path directory) throws IOException {
    if (!HELD_HERE.add(directory)) {
      throw inUse(directory, "this process");
    }
    try {
      return new DirectoryLock(directory, lockedChannel(directory));
    } catch (IOException | RuntimeException e) {
      HELD_HERE.remove(directory);
      throw e;
    }
  }

  /// The channel is the lock, and stays open until [#close]. It names its owner for whoever is refused.
  private static FileChannel lockedChannel(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse(directory, "process " + Files.readString(file).strip());
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static BrokerException inUse(Path directory, String owner) {
    return new BrokerException("broker.dataDirectory " + directory + " is in use by a broker of " + owner
        + "; expected a directory of its own; no broker was started");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("releasing " + directory.resolve(FILE) + " failed", e);
    } finally {
      HELD_HERE.remove(directory);
    }
  }
}
