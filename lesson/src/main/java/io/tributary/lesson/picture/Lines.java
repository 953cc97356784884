// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.tributary.lesson.Figure;

/// Several quantities against one, each axis plain or logarithmic. Points a logarithm cannot show are left out.
public final class Lines implements Picture {
  private static final int COLUMNS = 64;
  private static final int ROWS = 14;
  private static final String MARKS = "ox+*#@";
  private static final int SVG_WIDTH = 760;
  private static final int SVG_HEIGHT = 420;
  private static final int SVG_MARGIN = 64;

  private final String title;
  private final String across;
  private final String up;
  private final boolean logAcross;
  private final boolean logUp;
  private final List<Series> series = new ArrayList<>();

  /// @param across what runs from left to right
  /// @param up what runs upwards
  public Lines(String title, String across, boolean logAcross, String up, boolean logUp) {
    this.title = title;
    this.across = across;
    this.up = up;
    this.logAcross = logAcross;
    this.logUp = logUp;
  }

  private record Point(double x, double y) {}

  private record Series(String name, List<Point> points) {}

  /// Adds a quantity.
  public Lines line(String name, double[] x, double[] y) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      double atX = logAcross ? StrictMath.log10(x[i]) : x[i];
      double atY = logUp ? StrictMath.log10(y[i]) : y[i];
      if (Double.isFinite(atX) && Double.isFinite(atY)) {
        points.add(new Point(atX, atY));
      }
    }
    series.add(new Series(name, points));
    return this;
  }

  private double[] range(ToDoubleFunction<Point> coordinate) {
    double low = series.stream().flatMap(s -> s.points().stream()).mapToDouble(coordinate).min().orElse(0);
    double high = series.stream().flatMap(s -> s.points().stream()).mapToDouble(coordinate).max().orElse(1);
    return high > low ? new double[] {low, high} : new double[] {low - 0.5, low + 0.5};
  }

  @Override
  public String text() {
    double[] x = range(Point::x);
    double[] y = range(Point::y);
    char[][] grid = new char[ROWS][COLUMNS];
    for (char[] row : grid) {
      java.util.Arrays.fill(row, ' ');
    }
    for (int s = 0; s < series.size(); s++) {
      for (Point point : series.get(s).points()) {
        int column = (int) Math.round((point.x() - x[0]) / (x[1] - x[0]) * (COLUMNS - 1));
        int row = ROWS - 1 - (int) Math.round((point.y() - y[0]) / (y[1] - y[0]) * (ROWS - 1));
        grid[row][column] = grid[row][column] == ' ' ? MARKS.charAt(s % MARKS.length()) : '%';
      }
    }
    StringBuilder out = new StringBuilder(title).append('\n');
    for (int row = 0; row < ROWS; row++) {
      String label = row == 0 ? shown(y[1], logUp) : row == ROWS - 1 ? shown(y[0], logUp) : "";
      out.append(" ".repeat(Math.max(0, 10 - label.length()))).append(label).append(" │").append(new String(grid[row]).stripTrailing()).append('\n');
    }
    String from = shown(x[0], logAcross);
    String to = shown(x[1], logAcross);
    out.append(" ".repeat(11)).append('└').append("─".repeat(COLUMNS)).append('\n');
    out.append(" ".repeat(12)).append(from).append(" ".repeat(Math.max(1, COLUMNS - from.length() - to.length()))).append(to).append('\n');
    out.append("  across: ").append(across).append(logAcross ? " (logarithmic)" : "").append("; up: ").append(up).append(logUp ? " (logarithmic)" : "").append('\n');
    for (int s = 0; s < series.size(); s++) {
      out.append("  ").append(MARKS.charAt(s % MARKS.length())).append(" = ").append(series.get(s).name()).append('\n');
    }
    return out.append(series.size() > 1 ? "  % = several of them\n" : "").toString();
  }

  private static String shown(double coordinate, boolean log) {
    return Figure.shown(log ? StrictMath.pow(10, coordinate) : coordinate);
  }

  @Override
  public String svg() {
    double[] x = range(Point::x);
    double[] y = range(Point::y);
    Svg svg = new Svg(SVG_WIDTH, SVG_HEIGHT, title);
    double width = SVG_WIDTH - 2.0 * SVG_MARGIN;
    double height = SVG_HEIGHT - 2.0 * SVG_MARGIN;
    double bottom = SVG_HEIGHT - SVG_MARGIN;
    svg.line(SVG_MARGIN, bottom, SVG_MARGIN + width, bottom, "black").line(SVG_MARGIN, SVG_MARGIN, SVG_MARGIN, bottom, "black");
    svg.text(SVG_MARGIN, bottom + 18, shown(x[0], logAcross), "middle").text(SVG_MARGIN + width, bottom + 18, shown(x[1], logAcross), "middle");
    svg.text(SVG_MARGIN - 6, bottom, shown(y[0], logUp), "end").text(SVG_MARGIN - 6, SVG_MARGIN + 5, shown(y[1], logUp), "end");
    svg.text(SVG_MARGIN + width / 2, SVG_HEIGHT - 12, across, "middle").text(SVG_MARGIN + 8, SVG_MARGIN - 8, up, "start");
    for (int s = 0; s < series.size(); s++) {
      List<Point> points = series.get(s).points();
      for (int i = 0; i < points.size(); i++) {
        double px = SVG_MARGIN + (points.get(i).x() - x[0]) / (x[1] - x[0]) * width;
        double py = bottom - (points.get(i).y() - y[0]) / (y[1] - y[0]) * height;
        svg.rectangle(px - 2.5, py - 2.5, 5, 5, Svg.colour(s));
        if (i > 0) {
          double fromX = SVG_MARGIN + (points.get(i - 1).x() - x[0]) / (x[1] - x[0]) * width;
          double fromY = bottom - (points.get(i - 1).y() - y[0]) / (y[1] - y[0]) * height;
          svg.line(fromX, fromY, px, py, Svg.colour(s));
        }
      }
      svg.rectangle(SVG_WIDTH - 230, 14 + 18.0 * s, 10, 10, Svg.colour(s)).text(SVG_WIDTH - 214, 23 + 18.0 * s, series.get(s).name(), "start");
    }
    return svg.end();
  }
}
