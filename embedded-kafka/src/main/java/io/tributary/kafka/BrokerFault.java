// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.util.Objects;
import java.util.Optional;

/// Something went wrong inside the broker that a Kafka server of its own would have logged, or would have ended its process for.
///
/// @param part the part of Kafka that noticed, such as `raft manager` or `quorum controller`
/// @param message what it said, one line
/// @param fatal whether a Kafka server would have ended its process here: the broker no longer works, and should be closed
/// @param cause the exception behind it, if there is one
public record BrokerFault(String part, String message, boolean fatal, Optional<Throwable> cause) {

  /// @throws NullPointerException if a component is null
  public BrokerFault {
    Objects.requireNonNull(part);
    Objects.requireNonNull(message);
    Objects.requireNonNull(cause);
  }

  /// The fault as one line for a user.
  public String describe() {
    String why = cause.map(c -> " (" + c + ")").orElse("");
    String consequence = fatal ? "the broker no longer works; this process goes on without it" : "the broker goes on";
    return "broker fault in " + part + ": " + message + why + "; " + consequence;
  }
}
