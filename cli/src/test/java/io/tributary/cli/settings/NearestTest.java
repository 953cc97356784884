// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NearestTest {
  @Test
  void editsAreInsertionsDeletionsAndReplacements() {
    assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.edits("", "abc")).isEqualTo(3);
    assertThat(Nearest.edits("abc", "abc")).isZero();
  }

  @Test
  void shouldFindWhatWasMeantAndNothingElse() {
    assertThat(Nearest.to("demoo", List.of("demo", "run"))).contains("demo");
    assertThat(Nearest.to("xyzzy", List.of("demo", "run"))).isEmpty();
    assertThat(Nearest.hint("demoo", List.of("demo"))).isEqualTo("; did you mean 'demo'?");
  }
}
