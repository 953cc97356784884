// SPDX-License-Identifier: Apache-2.0
package io.tributary.monitoring;

import java.util.Objects;
import java.util.OptionalLong;

/// Where a process answers questions about its health and figures; not at all unless a port is named.
///
/// @param host address to listen at; anything but loopback lets every machine that reaches this one read the figures
/// @param port 1 to 65535, or 0 for any free one, which is then printed; empty to listen nowhere
public record HttpSettings(String host, OptionalLong port) {
  /// Path of the setting of the port.
  public static final String PORT = "http.port";
  /// Path of the setting of the address.
  public static final String HOST = "http.host";
  private static final int HIGHEST = 65_535;

  public HttpSettings {
    Objects.requireNonNull(host, HOST);
    if (!host.matches("[A-Za-z0-9._:%\\[\\]-]{1,253}")) {
      throw new IllegalArgumentException(HOST + " is '" + host + "'; expected an address or a host name such as 127.0.0.1 or 0.0.0.0");
    }
    if (port.isPresent() && (port.getAsLong() < 0 || port.getAsLong() > HIGHEST)) {
      throw new IllegalArgumentException(PORT + " is " + port.getAsLong() + "; expected 0 to " + HIGHEST);
    }
  }

  /// Loopback, and no port: nothing listens.
  public static HttpSettings defaults() {
    return new HttpSettings("127.0.0.1", OptionalLong.empty());
  }

  /// The same at a port.
  public HttpSettings at(int other) {
    return new HttpSettings(host, OptionalLong.of(other));
  }
}
