// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.draw;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class CanvasTest {
  @Test
  void shouldBeBlankUntilDrawnOn() {
    Canvas canvas = new Canvas(3, 2);
    assertThat(canvas.lines()).containsExactly("   ", "   ");
    canvas.line(0, 0, 5, 7);
    canvas.text(0, 7.5, "abc");
    canvas.clear();
    assertThat(canvas.lines()).containsExactly("   ", "   ");
  }

  /// Every dot of a character, against the numbers Unicode gives them.
  @Test
  void shouldSetTheDotsUnicodeNumbers() {
    int[][] numbers = {{1, 4}, {2, 5}, {3, 6}, {7, 8}};
    for (int down = 0; down < 4; down++) {
      for (int across = 0; across < 2; across++) {
        Canvas canvas = new Canvas(1, 1);
        double x = across + 0.5;
        double y = 3 - down + 0.5;
        canvas.line(x, y, x, y);
        String name = Character.getName(canvas.lines().get(0).charAt(0));
        assertThat(name).isEqualTo("BRAILLE PATTERN DOTS-" + numbers[down][across]);
      }
    }
  }

  @Test
  void shouldDrawLinesUpAndDown() {
    Canvas canvas = new Canvas(2, 1);
    canvas.window(0, 0, 4, 4);
    canvas.line(0.5, 0.5, 3.5, 3.5);
    assertThat(canvas.lines()).containsExactly("⡠⠊");
    canvas.clear();
    canvas.line(0.5, 3.5, 3.5, 0.5);
    assertThat(canvas.lines()).containsExactly("⠑⢄");
  }

  @Test
  void shouldKeepProportionsAndShowTheWindowInTheMiddle() {
    Canvas canvas = new Canvas(6, 1);
    canvas.window(0, 0, 1, 1);
    canvas.line(0.5, -5, 0.5, 5);
    canvas.text(-0.9, 0.5, "L");
    assertThat(canvas.lines()).containsExactly("L  ⡇  ");
  }

  @Test
  void shouldCloseAPolygon() {
    Canvas canvas = new Canvas(2, 1);
    canvas.polygon(0.5, 0.5, 3.5, 0.5, 3.5, 3.5, 0.5, 3.5);
    assertThat(canvas.lines()).containsExactly("⣏⣹");
  }

  /// The dots of a disc are those whose centre lies in it, give or take the rim.
  @Test
  void shouldFillADisc() {
    Canvas canvas = new Canvas(40, 20);
    canvas.disc(40, 40, 30);
    assertThat((double) dots(canvas)).isCloseTo(Math.PI * 30 * 30, within(2 * Math.PI * 31));
    Canvas rim = new Canvas(40, 20);
    rim.circle(40, 40, 30);
    assertThat(dots(rim)).isBetween(150, 300);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, -1e300})
  void shouldCutOffWhatCannotBeShown(double wild) {
    Canvas canvas = new Canvas(10, 5);
    canvas.line(wild, 0, wild, 5);
    canvas.circle(wild, 1, 2);
    canvas.circle(1, 1, wild);
    canvas.disc(wild, wild, 1);
    canvas.disc(1, 1, Double.NaN);
    canvas.text(wild, wild, "far");
    assertThat(dots(canvas)).isZero();
    canvas.line(-1e9, 10, 1e9, 10);
    assertThat(dots(canvas)).as("what lies inside of an endless line").isEqualTo(20);
  }

  @Test
  void shouldRefuseAnEmptyWindowAndAnImpossibleSize() {
    Canvas canvas = new Canvas(10, 5);
    assertThatThrownBy(() -> canvas.window(0, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("window from 0.0");
    assertThatThrownBy(() -> new Canvas(0, 5)).hasMessage("canvas of 0 x 5 characters; expected 1 to 500 a side");
  }

  private static int dots(Canvas canvas) {
    return canvas.lines().stream().flatMapToInt(String::chars).filter(c -> c != ' ')
        .map(c -> Character.getName(c).toUpperCase(Locale.ROOT).replaceAll("[^0-9]", "").length()).sum();
  }
}
