// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.Map;

import io.tributary.schemas.RejectionReason;

/// Environment steps by what became of them, each number from its own topic.
///
/// *Published*, *below committed* and *pending* are counted in `steps`; *in trajectories*, *in evaluation* and *rejected* in the outputs;
/// *open* in the topology's changelog. Outputs that were committed while the audit read name pending steps; those are not counted again.
///
/// @param published in records that can be decoded
/// @param belowCommitted of these, below the topology's committed offset
/// @param inTrajectories below it, in trajectories
/// @param inEvaluation below it, in evaluation episodes
/// @param rejected below it, in rejections
/// @param rejectedByReason the same by reason
/// @param open below it, waiting for their segment to close
/// @param pending at or above it
/// @param outputExpired below it, of records whose output retention may have removed
/// @param lost below it, in none of these
/// @param duplicated that outputs name again
/// @param recordsPublished steps records, decodable or not
/// @param recordsPending at or above the committed offset, decodable or not
/// @param recordsUndecodable below it, rejected with no count
/// @param recordsExpired offsets that retention has removed, and records whose output it may have removed
/// @param recordsLost records in none of the places
public record StepTotals(
    long published,
    long belowCommitted,
    long inTrajectories,
    long inEvaluation,
    long rejected,
    Map<RejectionReason, Long> rejectedByReason,
    long open,
    long pending,
    long outputExpired,
    long lost,
    long duplicated,
    long recordsPublished,
    long recordsPending,
    long recordsUndecodable,
    long recordsExpired,
    long recordsLost) {
  public StepTotals {
    rejectedByReason = Map.copyOf(rejectedByReason);
  }

  /// Whether every step below the committed offset is accounted for by number too.
  boolean addUp() {
    return belowCommitted == inTrajectories + inEvaluation + rejected + open + outputExpired + lost;
  }
}
