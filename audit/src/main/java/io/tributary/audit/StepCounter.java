// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.EnumMap;
import java.util.Map;

import io.tributary.schemas.RejectionReason;

/// Adds up what becomes {@link StepTotals}.
final class StepCounter {
  private final Map<RejectionReason, Long> rejectedByReason = new EnumMap<>(RejectionReason.class);
  private final long[] steps = new long[Fate.Kind.values().length];
  long published;
  long belowCommitted;
  long pending;
  long outputExpired;
  long lost;
  long duplicated;
  long recordsPublished;
  long recordsPending;
  long recordsUndecodable;
  long recordsExpired;
  long recordsLost;

  /// Steps of a record below the committed offset, as the output that has them says.
  void add(StepClaims.Claim claim) {
    if (claim.count() < 0) {
      recordsUndecodable++;
      return;
    }
    steps[claim.fate().kind().ordinal()] += claim.count();
    if (claim.fate().reason() != null) {
      rejectedByReason.merge(claim.fate().reason(), (long) claim.count(), Long::sum);
    }
  }

  private long of(Fate.Kind kind) {
    return steps[kind.ordinal()];
  }

  StepTotals totals() {
    return new StepTotals(published, belowCommitted, of(Fate.Kind.TRAJECTORY), of(Fate.Kind.EVALUATION), of(Fate.Kind.REJECTED), rejectedByReason,
        of(Fate.Kind.OPEN), pending, outputExpired, lost, duplicated, recordsPublished, recordsPending, recordsUndecodable, recordsExpired, recordsLost);
  }
}
