// SPDX-License-Identifier: Apache-2.0
package io.tributary.monitoring;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Asks another process on this machine, or elsewhere, for its health.
///
/// @param host where it listens
/// @param port there
/// @param kind which of the two to ask for
public record HealthQuestion(String host, int port, Health.Kind kind) {
  private static final int LONGEST_MS = 5_000;
  private static final int LONGEST_ANSWER_BYTES = 64 * 1024;
  private static final int OK = 200;

  /// What it said.
  ///
  /// @param good whether it is what it was asked for
  /// @param text what it answered, or why it did not
  public record Answer(boolean good, String text) {}

  /// Asks, and waits at most a few seconds; no answer is no good one.
  public Answer ask() {
    String name = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    URI uri = URI.create("http://" + name + ":" + port + "/health/" + (kind == Health.Kind.LIVE ? "live" : "ready"));
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(LONGEST_MS);
      connection.setReadTimeout(LONGEST_MS);
      connection.setInstanceFollowRedirects(false);
      boolean good = connection.getResponseCode() == OK;
      try (InputStream body = good ? connection.getInputStream() : connection.getErrorStream()) {
        return new Answer(good, body == null ? "" : new String(body.readNBytes(LONGEST_ANSWER_BYTES), StandardCharsets.UTF_8).strip());
      } finally {
        connection.disconnect();
      }
    } catch (IOException silent) {
      return new Answer(false, uri + " does not answer (" + silent.getMessage() + "); expected a part started with --http-port " + port);
    }
  }
}
