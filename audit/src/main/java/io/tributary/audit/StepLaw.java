// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.Arrays;
import java.util.List;

import io.tributary.audit.StepClaims.Claim;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Steps;
import io.tributary.schemas.Codec;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.RejectionReason;

/// The law of conservation: each step of each record below the committed offset is in exactly one trajectory, evaluation episode or
/// rejection, or open.
///
/// **Assumptions.** {@link OutputLaw} has filled the tables. Called in this order: {@link #expiredUntil}, {@link #committedSince}, every steps
/// record in the order of its partition, {@link #end} for each partition.
/// **Guarantees.** Whatever is found, all of the log is looked at. Memory is the tables'.
final class StepLaw {
  private final String steps;
  private final Codec<Steps> codec;
  private final List<StepClaims> claims;
  private final long[] committed;
  private final Findings findings;
  private final StepCounter counter;
  private final long[] horizonsMs;
  private long[] committedSince;

  /// @param steps name of the steps topic
  /// @param codec of its values
  /// @param claims a table for each partition, filled
  /// @param committed the topology's offset of each partition, read before anything else
  StepLaw(String steps, Codec<Steps> codec, List<StepClaims> claims, long[] committed, StepCounter counter, Findings findings) {
    this.steps = steps;
    this.codec = codec;
    this.claims = claims;
    this.committed = committed.clone();
    this.counter = counter;
    this.findings = findings;
    this.committedSince = committed.clone();
    this.horizonsMs = new long[claims.size()];
    Arrays.fill(horizonsMs, Long.MIN_VALUE);
    for (int p = 0; p < committed.length; p++) {
      counter.recordsExpired += claims.get(p).begin();
      if (committed[p] > claims.get(p).end()) {
        findings.add(FindingKind.COMMITTED_BEYOND_END, steps + "-" + p, "the topology has committed offset " + committed[p] + "; expected at most "
            + claims.get(p).end() + ", where the topic ends");
      }
    }
  }

  /// The committed offsets as they are once all outputs have been read.
  void committedSince(long[] now) {
    committedSince = now.clone();
  }

  /// Outputs of records up to this time may have been removed by retention.
  void expiredUntil(int partition, long timeMs) {
    horizonsMs[partition] = Math.max(horizonsMs[partition], timeMs);
  }

  /// The partition's next record, as it lies in the topic.
  void record(int partition, long offset, long timestampMs, byte[] value) {
    StepClaims table = claims.get(partition);
    table.exists(offset);
    Claim claim = table.get(offset);
    Steps record = decode(value, claim);
    int count = record == null ? 0 : record.count();
    counter.recordsPublished++;
    counter.published += count;
    if (offset >= committed[partition]) {
      counter.pending += count;
      counter.recordsPending++;
      requireCommitted(partition, offset, claim);
    } else {
      counter.belowCommitted += count;
      account(partition, offset, timestampMs, record, claim);
    }
    if (claim != null) {
      compare(partition, offset, record, claim, value);
    }
  }

  /// Null for a record that holds no steps anybody could count. One with a schema that the topology did not know yet is none to it, whatever
  /// this version can read.
  private Steps decode(byte[] value, Claim claim) {
    if (claim != null && claim.count() < 0 && claim.fate().reason() == RejectionReason.UNKNOWN_SCHEMA) {
      return null;
    }
    try {
      return value == null ? null : codec.decode(value);
    } catch (CodecException undecodable) {
      return null;
    }
  }

  private void requireCommitted(int partition, long offset, Claim claim) {
    if (claim != null && offset >= committedSince[partition]) {
      findings.add(FindingKind.SOURCE_ABOVE_COMMITTED, record(partition, offset), described(partition, offset, claim) + " are " + claim.fate().words()
          + " (offset " + claim.output() + "); expected nothing at or above the topology's committed offset " + committedSince[partition]);
    }
  }

  private void account(int partition, long offset, long timestampMs, Steps record, Claim claim) {
    if (claim != null) {
      counter.add(claim);
    } else if (timestampMs <= horizonsMs[partition]) {
      counter.recordsExpired++;
      counter.outputExpired += record == null ? 0 : record.count();
    } else {
      counter.recordsLost++;
      counter.lost += record == null ? 0 : record.count();
      findings.add(FindingKind.STEPS_LOST, record(partition, offset), described(record) + " in no trajectory, evaluation episode or rejection, and not open;"
          + " expected exactly one of these below the committed offset " + committed[partition]);
    }
  }

  private void compare(int partition, long offset, Steps record, Claim claim, byte[] value) {
    String place = record(partition, offset);
    Fate fate = claim.fate();
    if (fate.reason() != null && claim.mark() != Originals.mark(value == null ? new byte[0] : value)) {
      findings.add(FindingKind.ORIGINAL_DIFFERS, place, "its rejection (offset " + claim.output() + ") has the hash of other bytes; expected those of the record");
    }
    int count = record == null ? -1 : record.count();
    long firstIndex = record == null ? -1 : record.first().index();
    boolean otherEpisode = record != null && fate.reason() == null && claim.mark() != StepClaims.mark(record.first());
    if (count != claim.count() || firstIndex != claim.firstIndex() || otherEpisode) {
      findings.add(FindingKind.SOURCE_DIFFERS, place, "offset " + claim.output() + " of the outputs, which has it " + fate.words() + ", names "
          + claim.count() + " steps from index " + claim.firstIndex() + (otherEpisode ? " of another episode" : "") + "; expected " + described(record));
    } else if (record != null && fate.reason() == null && fate.kind() != Fate.Kind.OPEN
        && (record.purpose() == Purpose.EVALUATE) != (fate.kind() == Fate.Kind.EVALUATION)) {
      findings.add(FindingKind.WRONG_PURPOSE, place, described(record) + " for " + record.purpose() + " are " + fate.words() + " (offset " + claim.output() + ")");
    }
  }

  /// All of a partition has been read.
  ///
  /// @param beginNow where it begins by now: what retention has removed meanwhile did exist
  void end(int partition, long beginNow) {
    StepClaims table = claims.get(partition);
    for (long offset = table.begin(); offset < table.end(); offset++) {
      if (table.isUnfounded(offset) && offset >= beginNow) {
        Claim claim = table.get(offset);
        findings.add(FindingKind.SOURCE_MISSING, record(partition, offset), "offset " + claim.output() + " of the outputs names it as " + claim.count()
            + " steps " + claim.fate().words() + "; expected a record that exists");
      }
    }
  }

  private String record(int partition, long offset) {
    return steps + "-" + partition + "@" + offset;
  }

  private String described(int partition, long offset, Claim claim) {
    return claim.count() < 0 ? "the bytes of " + record(partition, offset) : "the " + claim.count() + " steps of " + record(partition, offset);
  }

  private static String described(Steps record) {
    return record == null ? "a record that cannot be decoded" : record.count() + " steps from " + record.first();
  }
}
