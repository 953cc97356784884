// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.cli.UsageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SeedsTest {

  @Test
  void shouldReadNumbersAndRanges() {
    assertThat(Seeds.parse("1..5").numbers()).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(Seeds.parse("3,7,9").numbers()).containsExactly(3L, 7L, 9L);
    assertThat(Seeds.parse("9, 1..2,2..3").numbers()).containsExactly(9L, 1L, 2L, 3L);
    assertThat(Seeds.parse("0").numbers()).containsExactly(0L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1..", "5..1", "a", "1,,2", "-1", "1...3", "1..1001", "9999999999999999"})
  void shouldRefuseTheRest(String text) {
    assertThatThrownBy(() -> Seeds.parse(text)).isInstanceOf(UsageException.class).hasMessageStartingWith("--seeds is '" + text + "'; expected");
  }
}
