// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Whether anything listens where Kafka should, for messages only.
final class Listener {
  private static final int ANSWER_MS = 1_000;

  private Listener() {}

  /// Whether the first of the servers takes a connection.
  static boolean isAt(String bootstrapServers) {
    String first = bootstrapServers.split(",", 2)[0].strip();
    int colon = first.lastIndexOf(':');
    if (colon < 1) {
      return false;
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(first.substring(0, colon), Integer.parseInt(first.substring(colon + 1))), ANSWER_MS);
      return true;
    } catch (IOException | IllegalArgumentException silent) {
      return false;
    }
  }
}
