// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.Environments;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MaskedCorridorTest extends CorridorContract {
  @Override
  protected Environment create() {
    return Environments.create("masked-corridor");
  }

  @Override
  Environment bare() {
    return new MaskedCorridor(Corridor.LENGTH);
  }

  @Override
  double fairValue(int cell) {
    return cell * cell - Corridor.LENGTH * Corridor.LENGTH;
  }

  @Override
  protected Action survive(float[] observation) {
    return Action.discrete(observation[0] == 1 ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void shouldRefuseWhatItsMaskForbids(int choice) {
    Environment corridor = create();
    corridor.reset(1, new float[Corridor.LENGTH], 0);
    assertThatThrownBy(() -> corridor.step(Action.discrete(choice), new float[Corridor.LENGTH], 0))
        .hasMessage("action is " + choice + " in cell 0 of 8, which the mask forbids");
  }
}
