// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.draw;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A picture of characters, each of 2 × 4 dots (Unicode's Braille patterns), drawn in the coordinates of what is shown.
///
/// **Assumptions.** One thread at a time. A terminal's characters are about twice as high as wide, so that dots are square.
///
/// **Guarantees.** What lies outside is cut off, and so is what is not finite: drawing never fails. The [#window] is shown whole, as large as fits
/// and in the middle, its proportions kept; x goes right and y goes up.
///
/// **Example.** `canvas.window(-1, -1, 1, 1); canvas.circle(0, 0, 1); canvas.lines().forEach(out::println);`
public final class Canvas {
  /// Most characters a side may have.
  public static final int MOST = 500;

  private static final int ACROSS = 2;
  private static final int DOWN = 4;
  private static final int BLANK = 0x2800;
  /// Bit of each dot of a character, row by row.
  private static final int[] BITS = {0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80};

  private final int columns;
  private final int rows;
  private final int[] dots;
  private final char[] letters;
  private double scale;
  private double left;
  private double top;

  /// @param columns characters across
  /// @param rows characters down
  /// @throws IllegalArgumentException for a side below 1 or above [#MOST]
  public Canvas(int columns, int rows) {
    if (columns < 1 || columns > MOST || rows < 1 || rows > MOST) {
      throw new IllegalArgumentException("canvas of " + columns + " x " + rows + " characters; expected 1 to " + MOST + " a side");
    }
    this.columns = columns;
    this.rows = rows;
    dots = new int[columns * rows];
    letters = new char[columns * rows];
    window(0, 0, columns * ACROSS, rows * DOWN);
  }

  /// Wipes everything off; the window stays.
  public void clear() {
    Arrays.fill(dots, 0);
    Arrays.fill(letters, '\0');
  }

  /// Says which rectangle is shown; what was drawn before stays where it is.
  ///
  /// @throws IllegalArgumentException for an empty or endless rectangle
  public void window(double fromX, double fromY, double toX, double toY) {
    if (!(toX > fromX && toY > fromY) || !Double.isFinite(toX - fromX) || !Double.isFinite(toY - fromY)) {
      throw new IllegalArgumentException("window from " + fromX + ", " + fromY + " to " + toX + ", " + toY + "; expected a finite rectangle");
    }
    scale = Math.min(columns * ACROSS / (toX - fromX), rows * DOWN / (toY - fromY));
    left = (fromX + toX) / 2 - columns * ACROSS / scale / 2;
    top = (fromY + toY) / 2 + rows * DOWN / scale / 2;
  }

  /// A straight line, both ends included.
  public void line(double fromX, double fromY, double toX, double toY) {
    double x = (fromX - left) * scale;
    double y = (top - fromY) * scale;
    double dx = (toX - left) * scale - x;
    double dy = (top - toY) * scale - y;
    double[] shown = {0, 1};
    if (Double.isFinite(x + y + dx + dy) && within(x, dx, columns * ACROSS, shown) && within(y, dy, rows * DOWN, shown)) {
      int steps = Math.max(1, (int) Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)) * (shown[1] - shown[0])));
      for (int i = 0; i <= steps; i++) {
        double share = shown[0] + (shown[1] - shown[0]) * i / steps;
        dot(x + share * dx, y + share * dy);
      }
    }
  }

  /// Straight lines from each point to the next and from the last to the first.
  ///
  /// @param coordinates x and y in turn
  public void polygon(double... coordinates) {
    int n = coordinates.length;
    for (int i = 0; i + 1 < n; i += 2) {
      line(coordinates[i], coordinates[i + 1], coordinates[(i + 2) % n], coordinates[(i + 3) % n]);
    }
  }

  /// The outline of a circle.
  public void circle(double x, double y, double radius) {
    if (Double.isFinite(radius * scale)) {
      int steps = Math.clamp((long) Math.ceil(2 * Math.PI * Math.abs(radius) * scale), 8, 4 * MOST * DOWN);
      for (int i = 0; i < steps; i++) {
        double angle = 2 * Math.PI * i / steps;
        double next = 2 * Math.PI * (i + 1) / steps;
        line(x + radius * Math.cos(angle), y + radius * Math.sin(angle), x + radius * Math.cos(next), y + radius * Math.sin(next));
      }
    }
  }

  /// A filled circle.
  public void disc(double x, double y, double radius) {
    int half = (int) Math.min(Math.ceil(Math.abs(radius) * scale), MOST * DOWN);
    for (int i = -half; i <= half; i++) {
      double height = i / scale;
      double width = Math.sqrt(Math.max(0, radius * radius - height * height));
      if (Math.abs(height) <= Math.abs(radius)) {
        line(x - width, y + height, x + width, y + height);
      }
    }
  }

  /// Letters to the right of a point, in front of all dots.
  public void text(double x, double y, String text) {
    double across = Math.floor((x - left) * scale / ACROSS);
    double down = Math.floor((top - y) * scale / DOWN);
    if (down >= 0 && down < rows && Double.isFinite(across)) {
      for (int i = 0; i < text.length(); i++) {
        double column = across + i;
        if (column >= 0 && column < columns) {
          letters[(int) down * columns + (int) column] = text.charAt(i);
        }
      }
    }
  }

  /// The picture, row by row, each of as many characters as there are columns.
  public List<String> lines() {
    List<String> lines = new ArrayList<>(rows);
    StringBuilder line = new StringBuilder(columns);
    for (int row = 0; row < rows; row++) {
      line.setLength(0);
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        line.append(letters[i] != '\0' ? letters[i] : dots[i] == 0 ? ' ' : (char) (BLANK + dots[i]));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private void dot(double x, double y) {
    if (x >= 0 && x < columns * ACROSS && y >= 0 && y < rows * DOWN) {
      int across = (int) x;
      int down = (int) y;
      dots[down / DOWN * columns + across / ACROSS] |= BITS[down % DOWN * ACROSS + across % ACROSS];
    }
  }

  /// Narrows the shares of a line that lie between 0 and `size` along one axis; false where none does (Liang and Barsky 1984).
  private static boolean within(double from, double delta, double size, double[] shares) {
    if (delta == 0) {
      return from >= 0 && from <= size;
    }
    double atZero = -from / delta;
    double atSize = (size - from) / delta;
    shares[0] = Math.max(shares[0], Math.min(atZero, atSize));
    shares[1] = Math.min(shares[1], Math.max(atZero, atSize));
    return shares[0] <= shares[1];
  }
}
