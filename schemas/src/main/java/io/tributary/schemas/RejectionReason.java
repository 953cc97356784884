// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// Why a steps record was not learned from.
public enum RejectionReason {
  /// The bytes are not what their schema says.
  MALFORMED("malformed"),
  /// Written with a schema this version does not know; upgrade the topology first.
  UNKNOWN_SCHEMA("unknown-schema"),
  /// Observation, action or mask sizes differ from the run's spaces, or a value lies outside them.
  SPACES_DIFFER("spaces-differ"),
  /// NaN or an infinity in a number that is learned from.
  NON_FINITE("non-finite"),
  /// A log-probability no distribution over the action space can give.
  IMPOSSIBLE_LOG_PROBABILITY("impossible-log-probability"),
  /// Index below the next one expected.
  DUPLICATE("duplicate"),
  /// An earlier episode of the session.
  LATE("late"),
  /// A lower session than the newest one of this environment.
  SUPERSEDED("superseded"),
  /// Complete-episode runs: a step is missing, the episode cannot be completed.
  GAP("gap"),
  /// Complete-episode runs: the episode had no news for too long.
  ABANDONED("abandoned"),
  /// What it would become exceeds the largest message of its topic.
  TOO_LONG("too-long"),
  /// Its reward did not come in time and nothing stands in.
  NO_OUTCOME("no-outcome"),
  /// Nobody knows what became of it, or it was deleted before it was read, and the loss was accepted.
  LOST("lost");

  private final String label;

  RejectionReason(String label) {
    this.label = label;
  }

  /// The word on the wire and in reports.
  public String label() {
    return label;
  }

  /// @throws IllegalArgumentException for an unknown word
  public static RejectionReason of(String label) {
    for (RejectionReason reason : values()) {
      if (reason.label.equals(label)) {
        return reason;
      }
    }
    throw new IllegalArgumentException("unknown rejection reason '" + label + "'");
  }
}
