// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import org.junit.jupiter.api.Test;

import io.tributary.runs.Read;
import io.tributary.schemas.Checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

class OwnershipTest {
  private final Ownership ownership = new Ownership(500);

  private static Read<String, Checkpoint> checkpoint(long offset, long session) {
    Checkpoint checkpoint = new Checkpoint(
        new ToyAlgorithm().initial(1), Progress.start(1).asPositions(), Progress.start(1).consumed(), 0, session, 1);
    return new Read<>(0, offset, 1, Checkpoint.LATEST, checkpoint, 1);
  }

  @Test
  void shouldBeLostToALaterCheckpointOfAnotherSession() {
    ownership.restored(10);
    assertThat(ownership.isLost(checkpoint(20, 600))).isTrue();
  }

  @Test
  void shouldNotBeLostToTheCheckpointItRestoredOrItsOwn() {
    ownership.restored(10);
    assertThat(ownership.isLost(checkpoint(10, 400))).isFalse();
    assertThat(ownership.isLost(checkpoint(20, 500))).isFalse();
  }

  @Test
  void shouldBeLostToTheSessionItRestoredIfThatGoesOn() {
    ownership.restored(10);
    assertThat(ownership.isLost(checkpoint(20, 400))).isTrue();
  }
}
