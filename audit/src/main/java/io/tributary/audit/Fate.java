// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import io.tributary.schemas.RejectionReason;

/// Where the steps of a record ended, in one byte.
///
/// @param kind of place
/// @param reason of a rejection; null for all others
record Fate(Kind kind, RejectionReason reason) {
  static final Fate TRAJECTORY = new Fate(Kind.TRAJECTORY, null);
  static final Fate EVALUATION = new Fate(Kind.EVALUATION, null);
  static final Fate OPEN = new Fate(Kind.OPEN, null);

  /// The places.
  enum Kind {
    TRAJECTORY("in a trajectory"), EVALUATION("in an evaluation episode"), OPEN("open"), REJECTED("rejected");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private static final RejectionReason[] REASONS = RejectionReason.values();

  static Fate rejected(RejectionReason reason) {
    return new Fate(Kind.REJECTED, reason);
  }

  /// 1 to 3 for the places without reason, then the reasons; 0 is none.
  byte code() {
    return (byte) (kind == Kind.REJECTED ? Kind.values().length + reason.ordinal() : 1 + kind.ordinal());
  }

  /// Null for 0.
  static Fate of(int code) {
    return switch (code) {
      case 0 -> null;
      case 1 -> TRAJECTORY;
      case 2 -> EVALUATION;
      case 3 -> OPEN;
      default -> rejected(REASONS[code - Kind.values().length]);
    };
  }

  String words() {
    return reason == null ? kind.words() : kind.words() + " as " + reason.label();
  }
}
