// SPDX-License-Identifier: Apache-2.0
package io.tributary.env;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EnvironmentsTest {
  @Test
  void shouldFindAnEnvironmentByItsName() {
    assertThat(Environments.named("cartpole").solvedReturn()).hasValue(475);
    assertThat(Environments.create("cartpole")).isNotSameAs(Environments.create("cartpole"));
  }

  @Test
  void shouldNameWhatThereIsWhereTheNameIsUnknown() {
    assertThatThrownBy(() -> Environments.create("pong"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("environment is 'pong'; expected one of ")
        .hasMessageContaining("cartpole");
  }

  @Test
  void shouldRefuseAStepThatIsFirstAndRewarded() {
    assertThatThrownBy(() -> new TimeStep(true, 1, TimeStep.restart().ending())).isInstanceOf(IllegalArgumentException.class);
  }
}
