// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

/// The broker could not be started, or a child broker did not do what was asked within its limit.
///
/// The message is one line for a user: what was found, what was expected, what happens now. The cause, if any, is for a developer.
public final class BrokerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param message the line for the user
  public BrokerException(String message) {
    super(message);
  }

  /// @param message the line for the user
  /// @param cause what Kafka or the operating system said
  public BrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
