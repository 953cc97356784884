// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.Objects;

/// One thing that does not hold.
///
/// @param kind of offence
/// @param where the record, `topic-partition@offset`, or the version, `version 17`
/// @param message what was found and what was expected
public record Finding(FindingKind kind, String where, String message) {
  public Finding {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(where, "where");
    Objects.requireNonNull(message, "message");
  }

  @Override
  public String toString() {
    return kind.label() + " [" + where + "] " + message;
  }
}
