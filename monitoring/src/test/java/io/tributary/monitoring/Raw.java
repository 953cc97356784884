// SPDX-License-Identifier: Apache-2.0
package io.tributary.monitoring;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// A client that says what a test wants it to say.
final class Raw implements AutoCloseable {
  private static final int LONGEST_MS = 30_000;

  private final Socket socket = new Socket();

  Raw(URI server) throws IOException {
    socket.setSoTimeout(LONGEST_MS);
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), LONGEST_MS);
  }

  Raw say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /// Everything the server says until it hangs up, however it does so.
  String hear() {
    StringBuilder heard = new StringBuilder();
    try {
      for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
        heard.append((char) c);
      }
    } catch (java.net.SocketTimeoutException silent) {
      throw new AssertionError("the server neither answered nor hung up within " + LONGEST_MS + " ms; heard so far: " + heard, silent);
    } catch (IOException reset) {
      heard.append("<reset>");
    }
    return heard.toString();
  }

  /// What comes before the server hangs up or has said `length` bytes.
  static String ask(URI server, String request) throws IOException {
    try (Raw raw = new Raw(server)) {
      return raw.say(request).hear();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
