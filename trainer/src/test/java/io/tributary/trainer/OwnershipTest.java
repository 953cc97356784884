// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;
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

  static Optional<Read<String, Checkpoint>> checkpoint(long session) {
    Checkpoint checkpoint = new Checkpoint(
        new ToyAlgorithm().initial(1), Progress.start(1).asPositions(), Progress.start(1).consumed(), 0, session, 1);
    return Optional.of(new Read<>(0, 1, 1, Checkpoint.LATEST, checkpoint, 1));
  }

  private static void look(Ownership trainer, Optional<Read<String, Checkpoint>> newest) {
    trainer.look("r", newest);
  }

  @Test
  void shouldBeLaterThanThePredecessorWhateverTheClockSays() {
    look(ownership, checkpoint(NOW_MS + 5_000_000_000L));
    assertThat(ownership.session()).isGreaterThan(NOW_MS + 5_000_000_000L);
  }

  @Test
  void shouldBeLostToALaterSessionOnly() {
    look(ownership, checkpoint(400));
    ownership.taken();
    look(ownership, checkpoint(NOW_MS - 1));
    look(ownership, checkpoint(NOW_MS));
    assertThat(ownership.session()).isEqualTo(NOW_MS);
    assertThatThrownBy(() -> look(ownership, checkpoint(NOW_MS + 1))).isInstanceOf(TakenOverException.class)
        .hasMessageContaining("session of " + (NOW_MS + 1));
  }

  @Test
  void shouldTakeTheNextSessionWhereAnotherHasBegunUnderTheSame() {
    for (Optional<Read<String, Checkpoint>> predecessor : List.of(Optional.<Read<String, Checkpoint>>empty(), checkpoint(NOW_MS + 1_000))) {
      Ownership first = new Ownership(() -> NOW_MS);
      Ownership second = new Ownership(() -> NOW_MS);
      look(first, predecessor);
      look(second, predecessor);
      assertThat(second.session()).as("two machines, nothing to tell them apart").isEqualTo(first.session());
      first.taken();
      look(second, checkpoint(first.session()));
      second.taken();
      assertThat(second.session()).isGreaterThan(first.session());
      assertThat(first.isLost(checkpoint(second.session()).orElseThrow())).isTrue();
    }
  }

  @Test
  void shouldGoOnFromItsOwnCheckpointThatItDoesNotKnowOf() {
    look(ownership, Optional.empty());
    look(ownership, checkpoint(NOW_MS));
    ownership.taken();
    look(ownership, checkpoint(ownership.session()));
    assertThat(ownership.session()).isEqualTo(NOW_MS + 1);
  }
}
