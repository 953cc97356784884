// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The sockets at which a process listens, as Linux tells them.
final class Sockets {
  private static final String LISTEN = "0A";
  private static final String LOOPBACK_4 = "0100007F";
  private static final String LOOPBACK_6 = "00000000000000000000000001000000";
  private static final String LOOPBACK_4_IN_6 = "0000000000000000FFFF00000100007F";

  private Sockets() {}

  /// Whether this system tells them.
  static boolean areTold() {
    return Files.isDirectory(Path.of("/proc/self/fd"));
  }

  /// Local addresses as the kernel writes them, `ADDRESS:PORT` in hexadecimal digits.
  static List<String> listening(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Set<String> own = inodes(process.resolve("fd"));
    List<String> listening = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      Path file = process.resolve("net").resolve(table);
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length > 9 && columns[3].equals(LISTEN) && own.contains(columns[9])) {
          listening.add(columns[1]);
        }
      }
    }
    return listening;
  }

  /// Whether only this machine reaches it.
  static boolean isLoopback(String address) {
    String host = address.substring(0, address.indexOf(':'));
    return host.equals(LOOPBACK_4) || host.equals(LOOPBACK_6) || host.equals(LOOPBACK_4_IN_6);
  }

  private static Set<String> inodes(Path descriptors) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> files = Files.list(descriptors)) {
      for (Path file : files.toList()) {
        String target = target(file);
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring(8, target.length() - 1));
        }
      }
    }
    return inodes;
  }

  private static String target(Path file) throws IOException {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (NoSuchFileException closedMeanwhile) {
      return "";
    }
  }
}
