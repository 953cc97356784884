// SPDX-License-Identifier: Apache-2.0
package io.tributary.monitoring;

import java.util.Map;

/// What a client may cost. The JDK's server takes its limits from system properties, and from nowhere else, when its first class is loaded.
final class ServerLimits {
  /// Connections at a time; those beyond are closed at once. Each may hold a (virtual) thread.
  static final int CONNECTIONS = 64;
  /// Seconds a client has for its request, and as many to take the answer.
  static final int REQUEST_S = 5;
  static final int HEADER_BYTES = 16 * 1024;
  private static final int HEADERS = 64;
  private static final int IDLE_S = 10;
  private static final int IDLE_CONNECTIONS = 16;
  private static final int UNREAD_BODY_BYTES = 16 * 1024;

  private static final Map<String, Integer> PROPERTIES = Map.of(
      "jdk.httpserver.maxConnections", CONNECTIONS,
      "sun.net.httpserver.maxReqTime", REQUEST_S,
      "sun.net.httpserver.maxRspTime", REQUEST_S,
      "sun.net.httpserver.maxReqHeaders", HEADERS,
      "sun.net.httpserver.maxReqHeaderSize", HEADER_BYTES,
      "sun.net.httpserver.idleInterval", IDLE_S,
      "sun.net.httpserver.maxIdleConnections", IDLE_CONNECTIONS,
      "sun.net.httpserver.drainAmount", UNREAD_BODY_BYTES);

  private ServerLimits() {}

  /// To be called before the first server is made; what somebody else has set stays.
  static void set() {
    PROPERTIES.forEach((name, value) -> {
      if (System.getProperty(name) == null) {
        System.setProperty(name, Integer.toString(value));
      }
    });
  }
}
