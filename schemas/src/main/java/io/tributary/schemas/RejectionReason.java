// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// Why a steps record was not learned from: the word, what it means and what to do about it, each said here and nowhere else.
public enum RejectionReason {
  MALFORMED("malformed",
      "The bytes are not what their schema says, or the record says of itself what cannot be: a foreign key, another partition than the key's, a"
          + " negative index.",
      "Mend the producer: the message names the byte or the field. The same bytes would be rejected again, so they are not resubmitted."),
  UNKNOWN_SCHEMA("unknown-schema",
      "Written with a schema that the topology of that time did not know: its producer is newer.",
      "Upgrade the topology (readers go first), then resubmit: rejected RUN --resubmit --reason unknown-schema."),
  SPACES_DIFFER("spaces-differ",
      "Observation, action or mask sizes are not the run's, or a choice or pixel lies outside them.",
      "Give the producer the run's spaces, or create a run with the producer's. Resubmitting cannot help: the record stays what it is."),
  NON_FINITE("non-finite",
      "NaN, an infinity, or a reward or value so large that sums of them would be one.",
      "Find out where the environment divides by zero or overflows: the message names the step. Resubmitting cannot help."),
  IMPOSSIBLE_LOG_PROBABILITY("impossible-log-probability",
      "A log-probability that no distribution over the action space can give: above log 1 = 0 for a choice, or out of all bounds.",
      "Log ln p of the raw action under the policy that acted: neither p itself, nor log10, nor that of the clipped action."),
  DUPLICATE("duplicate",
      "Later steps of the episode were taken already: a record was sent twice, two producers use one name, or these came after a gap had closed without them.",
      "Mostly nothing is lost: let producers retry idempotently, in order, each under its own name. Resubmitted only where asked for by name, and in no other place."),
  LATE("late",
      "Of an episode that was over, or before one that had begun, when the record came.",
      "Send an environment's records in order, from one producer. What was not taken at another time can be resubmitted."),
  SUPERSEDED("superseded",
      "Of an earlier start of its producer than the newest one: a process that was thought dead goes on, or clocks differ.",
      "End the old process, or set its clock. What was not taken at another time can be resubmitted."),
  GAP("gap",
      "Steps are missing in an episode that counts only as a whole, so nothing of it counts.",
      "Find out where records got lost. Once all of them are in the log, the episode can be resubmitted as a whole."),
  ABANDONED("abandoned",
      "An episode that counts only as a whole had no news for the run's abandonment time.",
      "Let its producer go on sooner, or create runs with a longer time. Where all of the episode is in the log it can be resubmitted."),
  TOO_LONG("too-long",
      "What the record or its episode would become is larger than its topic takes, or comes in too many records.",
      "End or cut episodes sooner (a time limit), send several steps in a record, or learn from segments instead of complete episodes."),
  NO_OUTCOME("no-outcome",
      "A reward that was to come did not come in time, and nothing stands in.",
      "Send outcomes sooner, or create the run with a longer time or a reward that stands in."),
  LOST("lost",
      "Nobody knows what became of it, or it was deleted before it was read, and whoever started the topology accepted the loss.",
      "Where the record is still in the log it can be resubmitted.");

  private final String label;
  private final String meaning;
  private final String remedy;

  RejectionReason(String label, String meaning, String remedy) {
    this.label = label;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /// The word on the wire and in reports.
  public String label() {
    return label;
  }

  /// What it says of a record, in a sentence.
  public String meaning() {
    return meaning;
  }

  /// What to do about it.
  public String remedy() {
    return remedy;
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
