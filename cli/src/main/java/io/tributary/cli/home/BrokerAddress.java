// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.home;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

import io.tributary.runs.RunException;

/// What the process that runs the broker writes for the others.
///
/// @param address `host:port` where Kafka answers
/// @param pid the process
/// @param command what it does, for messages
record BrokerAddress(String address, long pid, String command) {
  private static final int ANSWER_MS = 1_000;

  /// Reads the file; empty where there is none or it is not one of these.
  static Optional<BrokerAddress> read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() < 3 ? Optional.empty() : Optional.of(new BrokerAddress(lines.get(0), Long.parseLong(lines.get(1)), lines.get(2)));
    } catch (IOException | NumberFormatException none) {
      return Optional.empty();
    }
  }

  /// Writes the file in one step, so that no reader sees half of it.
  void write(Path file) {
    try {
      Path whole = file.resolveSibling(file.getFileName() + "." + pid);
      Files.write(whole, List.of(address, Long.toString(pid), command));
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new RunException("file " + file + " cannot be written (" + failed + "); expected to leave the broker's address there; "
          + "nothing was started", failed);
    }
  }

  /// Deletes the file if it is still this process's.
  void delete(Path file) {
    if (read(file).filter(this::equals).isPresent()) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException failed) {
        throw new RunException("file " + file + " cannot be deleted (" + failed + "); later commands will find it stale", failed);
      }
    }
  }

  /// Whether the process lives and something listens there.
  boolean answers() {
    int colon = address.lastIndexOf(':');
    if (colon < 1 || ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
      return false;
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))), ANSWER_MS);
      return true;
    } catch (IOException | IllegalArgumentException silent) {
      return false;
    }
  }

  /// `demo (process 1234)`.
  String owner() {
    return command + " (process " + pid + ")";
  }
}
