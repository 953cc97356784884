// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.watch;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

import io.tributary.env.Environment;
import io.tributary.env.draw.Canvas;

/// Shows episodes on a terminal, each picture over the one before; where the output is no terminal, the last picture of each episode.
///
/// **Assumptions.** One thread. A terminal understands ANSI's cursor movements.
/// **Guarantees.** Pictures follow one another at the stated rate on a terminal and without a pause elsewhere; the cursor is hidden meanwhile and back
/// after [#close]. An environment that does not draw shows its observation as numbers.
public final class Screen implements Audience, AutoCloseable {
  private static final int COLUMNS = 72;
  private static final int ROWS = 20;
  private static final int NUMBER_WIDTH = 9;
  private static final String BEGIN = "\033[2J\033[?25l";
  private static final String HOME = "\033[H";
  private static final String END_OF_LINE = "\033[K\n";
  private static final String SHOW_CURSOR = "\033[?25h";

  private final PrintStream out;
  private final boolean interactive;
  private final String title;
  private final int episodes;
  private final Duration frame;
  private final Pause pause;
  private final Canvas canvas = new Canvas(COLUMNS, ROWS);
  private boolean begun;

  /// Waits between pictures.
  @FunctionalInterface
  public interface Pause {
    /// Waits for `duration`; returns whether to stop instead of going on.
    boolean await(Duration duration) throws InterruptedException;
  }

  /// Whoever watched has left: no further picture is wanted.
  public static final class Left extends RuntimeException {
    private static final long serialVersionUID = 1;

    Left() {
      super("nobody watches any longer");
    }
  }

  /// @param interactive whether `out` is a terminal
  /// @param title of all pictures
  /// @param episodes there will be
  /// @param framesPerSecond on a terminal
  public Screen(PrintStream out, boolean interactive, String title, int episodes, double framesPerSecond, Pause pause) {
    this.out = out;
    this.interactive = interactive;
    this.title = title;
    this.episodes = episodes;
    frame = Duration.ofNanos((long) (1e9 / framesPerSecond));
    this.pause = pause;
  }

  /// @throws Left where the pause says to stop
  @Override
  public void sees(Environment environment, Moment moment) {
    if (interactive || moment.now().last()) {
      draw(environment, moment);
      out.print(page(moment));
      out.flush();
    }
    try {
      if (pause.await(interactive ? frame : Duration.ZERO)) {
        throw new Left();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Left();
    }
  }

  /// Gives the terminal back; what was shown last stays.
  @Override
  public void close() {
    if (begun) {
      out.print(SHOW_CURSOR);
      out.flush();
    }
  }

  private void draw(Environment environment, Moment moment) {
    canvas.clear();
    if (environment.draws()) {
      environment.draw(canvas);
    } else {
      canvas.window(0, 0, COLUMNS, ROWS * 2.0);
      int inALine = COLUMNS / NUMBER_WIDTH;
      for (int i = 0; i < Math.min(moment.observation().length, inALine * ROWS); i++) {
        canvas.text(i % inALine * NUMBER_WIDTH, ROWS * 2.0 - 0.5 - 2.0 * (i / inALine), String.format(Locale.ROOT, "%8.3f", moment.observation()[i]));
      }
    }
  }

  private String page(Moment moment) {
    StringBuilder page = new StringBuilder();
    if (interactive) {
      page.append(begun ? HOME : BEGIN + HOME);
      begun = true;
    }
    String end = interactive ? END_OF_LINE : "\n";
    for (String line : canvas.lines()) {
      page.append(interactive ? line : line.stripTrailing()).append(end);
    }
    String ending = moment.now().last() ? ", " + moment.now().ending().name().toLowerCase(Locale.ROOT) : "";
    return page.append(String.format(Locale.ROOT, "%s, episode %d of %d: step %d, return %.2f%s", title, moment.episode() + 1, episodes, moment.steps(),
        moment.totalReward(), ending)).append(end).toString();
  }
}
