// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.regex.Pattern;

import io.tributary.rl.experience.StepId;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;

/// Says of a record why it is rejected, and keeps the bytes it came in.
final class Rejections {
  /// Whatever could move a cursor, end a line or turn the writing round where the message is shown: ids are the producer's own words.
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

  private final AssemblyRules rules;

  Rejections(AssemblyRules rules) {
    this.rules = rules;
  }

  Assembled.Rejected of(StepsRecord record, StepId first, int count, Objection objection) {
    String steps = objection.step() >= 0 || count == 1
        ? "step " + (first.index() + Math.max(0, objection.step()))
        : "steps " + first.index() + " to " + (first.index() + count - 1);
    String where = named(first.environment()) + " episode " + first.episode() + " " + steps;
    return rejected(record, where, first.index(), count, objection.reason(), objection.message());
  }

  /// An id that keeps the rule about its length is whole; one that does not may have any length, and must leave room for the rest.
  private static String named(String environment) {
    return environment.length() <= StepsValidation.MAX_ENVIRONMENT_BYTES
        ? environment
        : environment.substring(0, StepsValidation.MAX_ENVIRONMENT_BYTES) + "…";
  }

  Assembled.Rejected undecodable(StepsRecord record, RejectionReason reason, String message) {
    return rejected(record, null, -1, -1, reason, message);
  }

  /// What is too long gives way to what stands around it: a message always says where, and what happens now.
  private Assembled.Rejected rejected(
      StepsRecord record, String where, long firstIndex, int count, RejectionReason reason, String what) {
    String place = "[" + rules.steps() + "-" + record.partition() + "@" + record.offset() + (where == null ? "" : " " + where) + "] ";
    String consequence = "; the record goes to " + rules.rejected();
    int room = RejectedStep.MAX_MESSAGE_LENGTH - place.length() - consequence.length();
    String fitting = what.length() <= room ? what : what.substring(0, room - 1) + "…";
    String message = UNPRINTABLE.matcher(place + fitting + consequence).replaceAll("?");
    return new Assembled.Rejected(RejectedStep.of(record.key(), record.value(), record.partition(), record.offset(), firstIndex, count, reason,
        message, record.timeMs()));
  }
}
