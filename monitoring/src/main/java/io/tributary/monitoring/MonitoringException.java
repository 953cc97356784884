// SPDX-License-Identifier: Apache-2.0
package io.tributary.monitoring;

/// A failure the user can act on. The message stands alone: place, what was got, what was expected, what happens now.
public final class MonitoringException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MonitoringException(String message, Throwable cause) {
    super(message, cause);
  }
}
