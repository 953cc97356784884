// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.tributary.runs.Read;
import io.tributary.runs.TakenOverException;
import io.tributary.schemas.Checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OwnershipTest {
  private static final long NOW_MS = 2_000_000_000_000L;

  private final Ownership ownership = new Ownership(() -> NOW_MS);

  private static Read<String, Checkpoint> checkpoint(long offset, long session) {
    Checkpoint checkpoint = new Checkpoint(
        new ToyAlgorithm().initial(1), Progress.start(1).asPositions(), Progress.start(1).consumed(), 0, session, 1);
    return new Read<>(0, offset, 1, Checkpoint.LATEST, checkpoint, 1);
  }

  private void enter(Read<String, Checkpoint> newest) {
    ownership.enter("r", Optional.ofNullable(newest));
  }

  @Test
  void shouldNeverShareASessionWithinTheSameMillisecond() {
    Ownership other = new Ownership(() -> NOW_MS);
    enter(null);
    other.enter("r", Optional.empty());
    assertThat(other.session()).isGreaterThan(ownership.session());
  }

  @Test
  void shouldBeginLaterThanThePredecessorWhateverTheClockSays() {
    enter(checkpoint(10, NOW_MS + 5_000_000_000L));
    assertThat(ownership.session()).isGreaterThan(NOW_MS + 5_000_000_000L);
  }

  @Test
  void shouldBeLostToALaterCheckpointOfAThirdSession() {
    enter(checkpoint(10, 400));
    assertThat(ownership.isLost(checkpoint(20, 600))).isTrue();
    assertThatThrownBy(() -> enter(checkpoint(20, 600))).isInstanceOf(TakenOverException.class).hasMessageContaining("session of 600");
  }

  @Test
  void shouldNotBeLostToThePredecessorUntilItHasBegunItself() {
    enter(checkpoint(10, 400));
    assertThat(ownership.isLost(checkpoint(10, 400))).isFalse();
    assertThat(ownership.isLost(checkpoint(15, 400))).as("committed before it was fenced").isFalse();
    ownership.taken();
    assertThat(ownership.isLost(checkpoint(20, 400))).as("it has come back").isTrue();
  }

  @Test
  void shouldKnowItsOwnCheckpointOnlyWhereItMayHaveWrittenOne() {
    enter(null);
    assertThat(ownership.isLost(checkpoint(20, ownership.session()))).as("another machine, the same millisecond").isTrue();
    ownership.perhapsTaken();
    assertThat(ownership.isLost(checkpoint(20, ownership.session()))).isFalse();
  }
}
