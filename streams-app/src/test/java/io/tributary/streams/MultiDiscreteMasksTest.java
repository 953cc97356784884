// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.schemas.RejectionReason;

import static org.assertj.core.api.Assertions.assertThat;

/// Several choices at once, of 2, 3 and 4: each has its own part of a step's mask.
class MultiDiscreteMasksTest {
  private static final List<Integer> SIZES = List.of(2, 3, 4);
  private static final StepsValidation VALIDATION = new StepsValidation(new Spaces(Space.Box.unbounded(1), new Space.MultiDiscrete(SIZES)));
  private static final int[] ACTIONS = {1, 2, 3, 0, 0, 0};

  /// Only what was done is allowed.
  private static byte[] masks() {
    byte[] masks = new byte[18];
    int at = 0;
    for (int i = 0; i < ACTIONS.length; i++) {
      masks[at + ACTIONS[i]] = 1;
      at += SIZES.get(i % 3);
    }
    return masks;
  }

  private static Steps steps(byte[] masks) {
    Columns columns = new Columns.Builder(2, 1, 3).observations(new float[2], 0).nextObservation(new float[1], 0).discreteActions(ACTIONS, 0)
        .logProbabilities(new float[2], 0).rewards(new float[2], 0).masks(masks, 0, 9).build();
    return new Steps(new StepId("p/0", 1, 0, 0), 0, columns, Ending.CONTINUES, false, 0, Purpose.TRAIN, false, 0, 0);
  }

  @Test
  void shouldPassWhatTheMasksAllow() {
    assertThat(VALIDATION.check(steps(masks()))).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void shouldObjectToEachChoiceThatItsOwnPartForbids(int choice) {
    byte[] masks = masks();
    int at = 0;
    for (int i = 0; i < choice; i++) {
      at += SIZES.get(i % 3);
    }
    masks[at + ACTIONS[choice]] = 0;
    masks[at + (ACTIONS[choice] + 1) % SIZES.get(choice % 3)] = 1;
    Objection objection = VALIDATION.check(steps(masks));
    assertThat(objection.reason()).isEqualTo(RejectionReason.SPACES_DIFFER);
    assertThat(objection.message()).isEqualTo("action is " + ACTIONS[choice] + ", which its own mask forbids; expected an allowed one");
    assertThat(objection.step()).isEqualTo(choice / 3);
  }
}
