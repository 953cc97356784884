// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PolicyNameTest {

  @Test
  void shouldReadARunAndPerhapsAVersion() {
    assertThat(PolicyName.parse("initial", "night-2")).isEqualTo(new PolicyName("night-2", OptionalLong.empty()));
    assertThat(PolicyName.parse("initial", "night-2@57")).isEqualTo(new PolicyName("night-2", OptionalLong.of(57)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"night", "night@0", "a-1@123456789"})
  void shouldBeReadBackFromItsText(String text) {
    assertThat(PolicyName.parse("initial", text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "@3", "night@", "night@-1", "Night@3", "night@3@4", "night @3", "night@9999999999999999999"})
  void shouldRefuseWhatNamesNothing(String text) {
    assertThatThrownBy(() -> PolicyName.parse("rollout.demonstrator", text)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rollout.demonstrator is '" + text + "'; expected RUN or RUN@VERSION, such as night@57");
  }
}
