// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.List;

import io.tributary.rl.experience.Steps;
import io.tributary.schemas.Codec;
import io.tributary.schemas.CodecException;

import static io.tributary.schemas.RejectionReason.ABANDONED;
import static io.tributary.schemas.RejectionReason.MALFORMED;
import static io.tributary.schemas.RejectionReason.UNKNOWN_SCHEMA;

/// Turns one partition of the steps topic into closed segments of episodes.
///
/// **Assumptions.** Records of one environment lie in one partition and come in the order of their offsets. One thread.
///
/// **Guarantees.**
/// 1. *Total*: whatever the bytes, a record is taken in, or passed over (5), and nothing is thrown.
/// 2. *Conservation*: every step of every record ends in exactly one of a trajectory, an evaluation episode, `rejected`, or is still open;
///    the steps of a record share one fate.
/// 3. *Neighbours*: a record that is rejected for what it is, and not for its place in an episode, changes nothing for any other record, of its
///    own environment or of others.
/// 4. *A function of the log*: time is the partition's own record time; the same records give the same outputs, also across restarts.
/// 5. *Once*: a record at or before one that an environment was heard by is passed over. The rows were committed together with the outputs, so it is
///    in them, whatever the group says of how far it has read: a broker that was killed may come back with an older word on that.
/// 6. *Bounded*: the open steps of an environment are at most one trajectory's bytes; environments that fall silent are forgotten.
///
/// A segment closes at an ending, at the producer's cut, or as soon as it has the run's n steps or more: records are taken whole, so the last
/// one may carry it past n. Steps that are of use only as a whole episode (evaluation; complete-episode runs) close at an ending only, the
/// producer's cuts are passed over, and a break in the episode rejects what is open and the rest of it. Otherwise a break closes the valid
/// prefix as cut, and a new segment begins.
///
/// **Example.** `for (StepsRecord record : log) { assembler.assemble(record).forEach(this::publish); }`
public final class EpisodeAssembler {
  /// Other environments' segments that one record may close.
  static final int SEGMENTS_PER_SWEEP = 2;
  /// Rows of silent environments that one record may delete: more than the two it may add.
  static final int ROWS_PER_SWEEP = 8;

  private final AssemblyRules rules;
  private final Codec<Steps> codec;
  private final OpenEpisodes rows;
  private final Environments environments;
  private final StepsValidation validation;
  private final SegmentCloser closer;
  private final EpisodeOrder order;

  /// @param rules of the run
  /// @param codec of the steps topic's values
  /// @param rows this partition's open episodes, as the previous assembler left them
  public EpisodeAssembler(AssemblyRules rules, Codec<Steps> codec, OpenEpisodes rows) {
    this.rules = rules;
    this.codec = codec;
    this.rows = rows;
    environments = new Environments(rows, codec);
    validation = new StepsValidation(rules.spaces());
    closer = new SegmentCloser(rules, codec, rows);
    order = new EpisodeOrder(rules, rows, closer);
  }

  /// Steps that wait for their segment to close.
  public long openSteps() {
    return environments.openSteps();
  }

  /// Segments that wait to be closed.
  public int openSegments() {
    return environments.openSegments();
  }

  /// Whether the record at this offset has been taken in, by this assembler or by one that left the rows.
  public boolean hasTakenIn(long offset) {
    return offset <= environments.heardOffset();
  }

  /// Takes in the partition's next record.
  ///
  /// @return what it completed, in order; often nothing
  public List<Assembled> assemble(StepsRecord record) {
    if (hasTakenIn(record.offset())) {
      return List.of();
    }
    Steps steps = decode(record);
    Objection foreign = steps == null ? null : ForeignRecord.objection(rules, record, steps);
    if (foreign != null) {
      closer.reject(record, steps, foreign);
    } else if (steps != null) {
      Objection objection = validation.check(steps);
      EnvironmentState state = environments.find(steps.first().environment());
      if (state == null && objection == null) {
        state = new EnvironmentState(steps.first().environment());
      }
      if (state != null) {
        hear(record, steps, state, objection);
      } else {
        closer.reject(record, steps, objection);
      }
      sweep();
    }
    return closer.take();
  }

  /// Null where the bytes are no steps; then they have been rejected.
  private Steps decode(StepsRecord record) {
    if (record.value() == null) {
      closer.rejectUndecodable(record, MALFORMED, "the record has no value; expected steps");
      return null;
    }
    try {
      return codec.decode(record.value());
    } catch (CodecException e) {
      closer.rejectUndecodable(record, e.isUnknownSchema() ? UNKNOWN_SCHEMA : MALFORMED, e.getMessage());
      return null;
    }
  }

  /// Moves the clock, lets the environment's own silence take effect, then places the record.
  private void hear(StepsRecord record, Steps steps, EnvironmentState state, Objection objection) {
    int openBefore = state.openSteps;
    boolean known = state.heardOffset != EnvironmentState.NONE;
    long silentSinceMs = state.heardMs;
    environments.hear(state, record.timeMs(), record.offset());
    if (state.openRecords > 0 && environments.clockMs() - state.acceptedMs >= rules.abandonAfterMs()) {
      abandon(state);
    }
    if (known && environments.clockMs() - silentSinceMs >= rules.forgetAfterMs()) {
      state.forget();
    }
    if (objection != null || (objection = order.place(record, steps, state)) != null) {
      closer.reject(record, steps, objection);
    } else {
      environments.accept(state);
      order.accept(record, steps, state);
    }
    environments.save(state, openBefore);
  }

  private void abandon(EnvironmentState state) {
    closer.interrupt(state, ABANDONED, "nothing of its environment was accepted for " + rules.abandonAfterMs() + " ms; expected its episode to go on");
  }

  /// Closes segments without news and deletes rows of silent environments, a few at a time, the oldest first.
  private void sweep() {
    for (int i = 0; i < SEGMENTS_PER_SWEEP; i++) {
      EnvironmentState oldest = environments.longestWithoutNews();
      if (oldest == null || environments.clockMs() - oldest.acceptedMs < rules.abandonAfterMs()) {
        break;
      }
      int openBefore = oldest.openSteps;
      abandon(oldest);
      environments.save(oldest, openBefore);
    }
    for (int budget = ROWS_PER_SWEEP; budget > 0;) {
      EnvironmentState oldest = environments.longestSilent();
      if (oldest == null || oldest.openRecords > 0 || environments.clockMs() - oldest.heardMs < rules.forgetAfterMs()) {
        break;
      }
      budget = forget(oldest, budget);
    }
  }

  /// Deletes slots, the last first, and the header after all of them; returns the budget that is left.
  private int forget(EnvironmentState state, int budget) {
    int left = budget;
    for (; left > 0 && state.slots > 0; left--) {
      state.slots--;
      rows.removeSlot(state.environment, state.slots);
    }
    if (left == 0) {
      environments.save(state, state.openSteps);
      return 0;
    }
    environments.remove(state);
    return left - 1;
  }
}
