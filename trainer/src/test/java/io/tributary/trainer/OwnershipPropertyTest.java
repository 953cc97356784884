// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.runs.Read;
import io.tributary.runs.TakenOverException;
import io.tributary.schemas.Checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

/// Several trainers that stand still and go on at any moment, over a log reduced to what fencing and transactions are: exactly one goes on in the end.
class OwnershipPropertyTest {
  private static final int STEPS = 1_000;

  /// Sessions of committed checkpoints; who has fenced last may write.
  private static final class Log {
    private final List<Long> sessions = new ArrayList<>();
    private Trainer holder;
    /// As many as are visible before anybody fences: the markers of the rest are not written yet.
    private int visible;

    Optional<Read<String, Checkpoint>> newest(int until) {
      return until == 0 ? Optional.empty() : OwnershipTest.checkpoint(sessions.get(until - 1));
    }
  }

  /// What a trainer does next.
  private enum Next { LOOK, FENCE, RESTORE, ANNOUNCE, COMMIT, STOPPED }

  private static final class Trainer {
    private final Log log;
    private final Random random;
    private final Ownership ownership;
    private Next next = Next.LOOK;

    Trainer(Log log, Random random, long clockMs) {
      this.log = log;
      this.random = random;
      this.ownership = new Ownership(() -> clockMs);
    }

    void step() {
      try {
        next = switch (next) {
          case LOOK -> look(log.visible, Next.FENCE);
          case FENCE -> fence();
          case RESTORE -> look(log.sessions.size(), Next.ANNOUNCE);
          case ANNOUNCE, COMMIT -> commit();
          case STOPPED -> Next.STOPPED;
        };
      } catch (TakenOverException lost) {
        next = Next.STOPPED;
      }
    }

    private Next look(int until, Next then) {
      ownership.look("r", log.newest(until));
      return then;
    }

    private Next fence() {
      log.holder = this;
      log.visible = log.sessions.size();
      return Next.RESTORE;
    }

    /// Its answer may be lost, and a fenced trainer looks for its successor before it begins again.
    private Next commit() {
      if (log.holder != this) {
        ownership.requireOwn("r", log.newest(log.visible), null);
        return Next.LOOK;
      }
      log.sessions.add(ownership.session());
      log.visible = random.nextBoolean() ? log.sessions.size() : log.visible;
      if (random.nextInt(4) == 0) {
        return Next.LOOK;
      }
      ownership.taken();
      return Next.COMMIT;
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void exactlyOneGoesOnAndItIsTheOneOfTheLatestSession(long seed) {
    Random random = new Random(seed);
    Log log = new Log();
    List<Trainer> trainers = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(3); i++) {
      // Clocks that are the same, or differ, or are behind the log.
      trainers.add(new Trainer(log, random, 100 + random.nextInt(3)));
    }
    if (random.nextBoolean()) {
      log.sessions.add(90L + random.nextInt(20));
      log.visible = 1;
    }
    for (int step = 0; step < STEPS; step++) {
      trainers.get(random.nextInt(trainers.size())).step();
    }
    assertThat(trainers).filteredOn(trainer -> trainer.next != Next.STOPPED).singleElement()
        .isEqualTo(trainers.stream().max(Comparator.comparingLong(trainer -> trainer.ownership.session())).orElseThrow());
  }
}
