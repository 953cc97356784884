// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.regex.Pattern;

import io.tributary.rl.experience.StepId;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;

/// Says of a record why it is rejected, and keeps the bytes it came in.
final class Rejections {
  private static final int MAX_KEY_BYTES = 1_024;
  private static final int MAX_MESSAGE_CHARS = 1_000;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final byte[] NO_BYTES = {};

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

  private Assembled.Rejected rejected(
      StepsRecord record, String where, long firstIndex, int count, RejectionReason reason, String what) {
    byte[] value = record.value() == null ? NO_BYTES : record.value();
    byte[] key = record.key();
    String message = CONTROL.matcher("[" + rules.steps() + "-" + record.partition() + "@" + record.offset() + (where == null ? "" : " " + where)
        + "] " + what).replaceAll("?");
    if (message.length() > MAX_MESSAGE_CHARS) {
      message = message.substring(0, MAX_MESSAGE_CHARS) + "…";
    }
    return new Assembled.Rejected(new RejectedStep(
        key == null || key.length <= MAX_KEY_BYTES ? key : Arrays.copyOf(key, MAX_KEY_BYTES),
        value.length <= RejectedStep.MAX_ORIGINAL_BYTES ? value : Arrays.copyOf(value, RejectedStep.MAX_ORIGINAL_BYTES),
        value.length, sha256(value), record.partition(), record.offset(), firstIndex, count, reason,
        message + "; the record goes to " + rules.rejected(), record.timeMs()));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
    }
  }
}
