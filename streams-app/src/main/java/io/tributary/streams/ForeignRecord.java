// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.tributary.rl.experience.Steps;

import static io.tributary.schemas.RejectionReason.MALFORMED;

/// Finds records that are of no environment of their partition, whatever they say.
final class ForeignRecord {
  /// How far a producer's clock may run ahead of the broker's: a session from the future would outrank every later start of its producer.
  static final long MOST_AHEAD_MS = 600_000;

  private ForeignRecord() {}

  /// What is wrong with the environment and session the record says it is of. Such a record belongs to no environment here: it moves no clock
  /// and leaves no row.
  static Objection objection(AssemblyRules rules, StepsRecord record, Steps steps) {
    byte[] id = steps.first().environment().getBytes(StandardCharsets.UTF_8);
    if (id.length == 0 || id.length > StepsValidation.MAX_ENVIRONMENT_BYTES) {
      return Objection.of(MALFORMED, "the environment id has " + id.length + " bytes; expected 1 to " + StepsValidation.MAX_ENVIRONMENT_BYTES);
    }
    if (!Arrays.equals(id, record.key())) {
      return Objection.of(MALFORMED, "the key is not the environment id '" + steps.first().environment()
          + "'; expected its UTF-8 bytes, since the key decides the partition and so the order");
    }
    int partition = rules.partition(id);
    if (record.partition() != partition) {
      return Objection.of(MALFORMED, "the record lies in partition " + record.partition() + "; expected partition " + partition
          + ", murmur2 of the key, since another one knows nothing of the environment's other records");
    }
    long latest = record.timeMs() + MOST_AHEAD_MS;
    if (steps.first().session() > latest) {
      return Objection.of(MALFORMED, "session " + steps.first().session() + " is no start of a producer before this record; expected milliseconds since"
          + " the epoch, at most " + latest + ", ten minutes ahead of the broker's clock");
    }
    return null;
  }
}
