// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.tributary.lesson.picture.Bars;
import io.tributary.lesson.picture.Lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OptionTest {
  private static final Option.Whole WHOLE = new Option.Whole("n", "how many", 100, 10, 1, 1000);
  private static final Option.Real REAL = new Option.Real("x", "how much", 0.0005, 0, 1);
  private static final Option.Choice CHOICE = new Option.Choice("c", "which", List.of("first", "second"));

  @Test
  void shouldHaveAStandardASmallAndAnotherValue() {
    assertThat(List.of(WHOLE.standard(), WHOLE.small(), WHOLE.other())).containsExactly("100", "10", "11");
    assertThat(List.of(REAL.standard(), REAL.small())).containsExactly("0.0005", "0.0005");
    assertThat(Double.parseDouble(REAL.other())).isBetween(0.09, 0.11);
    assertThat(List.of(CHOICE.standard(), CHOICE.other())).containsExactly("first", "second");
    assertThat(new Option.Whole("n", "", 5, 1, 5).other()).isEqualTo("4");
  }

  @ParameterizedTest
  @CsvSource({"0, '1 to 1000'", "1001, '1 to 1000'", "x, 'a whole number'", "1.5, 'a whole number'"})
  void shouldRefuseWholeNumbersOutsideItsBounds(String typed, String expected) {
    assertThatThrownBy(() -> WHOLE.checked(typed)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("--n is '" + typed + "'")
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource({"-0.1, '0 to 1'", "NaN, '0 to 1'", "Infinity, '0 to 1'", "x, 'a number'"})
  void shouldRefuseRealNumbersOutsideItsBounds(String typed, String expected) {
    assertThatThrownBy(() -> REAL.checked(typed)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("--x is '" + typed + "'")
        .hasMessageContaining(expected);
  }

  @Test
  void shouldRefuseWordsItDoesNotKnow() {
    assertThat(CHOICE.checked("SECOND")).isEqualTo("second");
    assertThatThrownBy(() -> CHOICE.checked("third")).hasMessage("--c is 'third'; expected first or second");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "0.1, 0.1", "123456.789, 123457", "19531.25, 19531", "5000000, 5000000", "0.00001234, 1.2e-5", "-2.5e-17, -2.5e-17",
      "0.123456789, 0.12346", "12000000000, 1.2e10", "99999.99, 100000"})
  void shouldShowNumbersShortly(double number, String shown) {
    assertThat(Figure.shown(number)).isEqualTo(shown);
  }

  @Test
  void shouldDrawBarsOnBothSidesOfZero() {
    assertThat(new Bars("t").bar("up", 1).bar("down", -1).text().lines()).containsExactly("t",
        "  up   " + " ".repeat(25) + "│" + "█".repeat(25) + " 1",
        "  down " + "█".repeat(25) + "│ -1");
  }

  @Test
  void shouldLeaveOutWhatALogarithmCannotShow() {
    Lines lines = new Lines("t", "n", true, "v", true).line("a", new double[] {1, 10, 100}, new double[] {1, 0, 100});
    assertThat(lines.text().lines().filter(line -> line.contains("│") && line.contains("o"))).as("1 and 100, not 0").hasSize(2);
    assertThat(lines.svg()).contains("<line").endsWith("</svg>\n");
  }

  @Test
  void shouldReadOptionsAsTheyAreTyped() {
    Claim claim = Lessons.named("causality").orElseThrow();
    Chosen chosen = Chosen.standard(claim).typed(List.of("--gamma", "0.50", "--horizon=2"));
    assertThat(chosen.words()).isEqualTo("--problem two-state --horizon 2 --gamma 0.5 --seed 1 --last 50");
    assertThat(chosen.leavingOut().words()).endsWith(" --without");
    assertThat(Chosen.standard(claim).values()).as("the first is as it was").containsEntry("gamma", "0.9");
  }
}
