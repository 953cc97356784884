// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import io.tributary.schemas.RejectionReason;

/// Why a record cannot be accepted, whatever came before it.
///
/// @param reason the word
/// @param step steps after the record's first one that it is about; −1 for the record as a whole
/// @param message what was got and what was expected
record Objection(RejectionReason reason, int step, String message) {
  static Objection of(RejectionReason reason, String message) {
    return new Objection(reason, -1, message);
  }
}
