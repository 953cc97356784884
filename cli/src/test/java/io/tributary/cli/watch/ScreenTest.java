// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.watch;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.Environments;
import io.tributary.env.TimeStep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScreenTest {
  private static final String HIDE_CURSOR = "\033[?25l";
  private static final String SHOW_CURSOR = "\033[?25h";
  private static final int STEPS = 9;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Duration> pauses = new ArrayList<>();

  @Test
  void shouldDrawEachMomentOverTheOneBeforeOnATerminal() {
    try (Screen screen = screen(true, 60, Integer.MAX_VALUE)) {
      play("catch", screen);
    }
    String shown = shown();
    assertThat(shown.split(Pattern.quote(HIDE_CURSOR), -1)).hasSize(2);
    assertThat(shown).endsWith(SHOW_CURSOR);
    String[] pages = shown.split("\033\\[H");
    assertThat(pages).hasSize(1 + 1 + STEPS);
    assertThat(pages[1]).contains("night version 3, episode 1 of 2: step 0, return 0.00");
    assertThat(pages[STEPS + 1]).contains("step 9, return ").contains("terminated");
    assertThat(List.of(pages).subList(1, pages.length)).doesNotHaveDuplicates().allMatch(page -> page.codePoints().anyMatch(c -> c > 0x2800 && c < 0x2900))
        .allMatch(page -> page.lines().count() >= 21);
    assertThat(pauses).hasSize(STEPS + 1).containsOnly(Duration.ofNanos(16_666_666));
  }

  @Test
  void shouldPrintOnlyTheLastPictureElsewhere() {
    try (Screen screen = screen(false, 30, Integer.MAX_VALUE)) {
      play("catch", screen);
    }
    assertThat(shown()).doesNotContain("\033");
    assertThat(shown().lines()).hasSize(21).last().asString().startsWith("night version 3, episode 1 of 2: step 9, return ").endsWith("terminated");
    assertThat(pauses).containsOnly(Duration.ZERO);
  }

  @Test
  void shouldShowNumbersOfWhatDoesNotDraw() {
    try (Screen screen = screen(false, 30, Integer.MAX_VALUE)) {
      play("memory", screen);
    }
    assertThat(shown().lines().findFirst().orElseThrow().trim().split(" +")).containsExactly("0.000", "0.000", "1.000");
  }

  @Test
  void shouldStopWhereThePauseSaysSoAndGiveTheCursorBack() {
    Screen screen = screen(true, 30, 3);
    assertThatThrownBy(() -> play("catch", screen)).isInstanceOf(Screen.Left.class);
    screen.close();
    assertThat(pauses).hasSize(3);
    assertThat(shown().split("\033\\[H")).hasSize(1 + 3);
    assertThat(shown()).endsWith(SHOW_CURSOR);
  }

  /// What is played is the same, watched or not.
  @Test
  void shouldPlayAsTheEnvironmentItWatches() {
    try (Environment alone = Environments.create("walker");
        Environment watched = new WatchedEnvironment(Environments.create("walker"), 0, (environment, moment) -> {})) {
      float[] mine = new float[alone.spaces().observationSize()];
      float[] theirs = mine.clone();
      assertThat(watched.spaces()).isEqualTo(alone.spaces());
      TimeStep now = alone.reset(5, mine, 0);
      assertThat(watched.reset(5, theirs, 0)).isEqualTo(now);
      while (!now.last()) {
        now = alone.step(Action.continuous(0.3f, -0.2f, 0.1f), mine, 0);
        assertThat(watched.step(Action.continuous(0.3f, -0.2f, 0.1f), theirs, 0)).isEqualTo(now);
        assertThat(theirs).isEqualTo(mine);
      }
    }
  }

  private Screen screen(boolean interactive, double framesPerSecond, int pausesUntilLeft) {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new Screen(out, interactive, "night version 3", 2, framesPerSecond, duration -> {
      pauses.add(duration);
      return pauses.size() >= pausesUntilLeft;
    });
  }

  private static void play(String name, Audience audience) {
    try (Environment environment = new WatchedEnvironment(Environments.create(name), 0, audience)) {
      float[] observation = new float[environment.spaces().observationSize()];
      TimeStep now = environment.reset(1, observation, 0);
      while (!now.last()) {
        now = environment.step(Action.discrete(1), observation, 0);
      }
    }
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
