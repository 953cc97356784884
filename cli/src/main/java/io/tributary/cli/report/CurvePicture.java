// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.tributary.cli.report.LearningCurve.Point;

/// A learning curve as one SVG file that needs nothing else: episodes as dots, their mean over a hundred as a line, the mark dashed.
public final class CurvePicture {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 440;
  private static final int LEFT = 64;
  private static final int RIGHT = 24;
  private static final int TOP = 56;
  private static final int BOTTOM = 56;
  private static final int MOST_DOTS = 1_500;

  private final String title;
  private final List<Point> points;
  private final double mark;
  private final double mostSteps;
  private final double low;
  private final double high;

  /// @param mark return at which the task counts as solved; NaN for none
  public CurvePicture(String title, List<Point> points, double mark) {
    this.title = title;
    this.points = points;
    this.mark = mark;
    mostSteps = Math.max(1, points.isEmpty() ? 1 : points.getLast().steps());
    double least = extreme(points, Math::min, Double.isNaN(mark) ? 0 : mark);
    double most = extreme(points, Math::max, Double.isNaN(mark) ? 1 : mark);
    low = Math.min(0, least);
    high = most > low ? low + (most - low) * 1.05 : low + 1;
  }

  private static double extreme(List<Point> points, java.util.function.DoubleBinaryOperator pick, double start) {
    return points.stream().mapToDouble(Point::totalReward).reduce(start, pick);
  }

  /// The file's content.
  public String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(String.format(Locale.ROOT, """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" font-family="sans-serif" font-size="12">
        <title>%3$s</title>
        <rect width="%1$d" height="%2$d" fill="#ffffff"/>
        <text x="%4$d" y="28" font-size="16" fill="#1f2933">%3$s</text>
        """, WIDTH, HEIGHT, escaped(title), LEFT));
    axes(svg);
    dots(svg);
    line(svg);
    mark(svg);
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg) {
    for (double value : ticks(low, high)) {
      svg.append(String.format(Locale.ROOT, "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#e4e7eb\"/>%n", LEFT, WIDTH - RIGHT, y(value), y(value)));
      svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#52606d\">%s</text>%n", LEFT - 8, y(value) + 4, label(value)));
    }
    for (double steps : ticks(0, mostSteps)) {
      svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#52606d\">%s</text>%n", x(steps), HEIGHT - BOTTOM + 20, label(steps)));
    }
    svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#1f2933\">environment steps</text>%n", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14));
    svg.append(String.format(Locale.ROOT, "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\" fill=\"#1f2933\">return of an episode</text>%n", (TOP + HEIGHT - BOTTOM) / 2));
  }

  private void dots(StringBuilder svg) {
    int every = Math.max(1, points.size() / MOST_DOTS);
    svg.append("<g fill=\"#9fb3c8\" fill-opacity=\"0.6\">\n");
    for (int i = 0; i < points.size(); i += every) {
      Point point = points.get(i);
      svg.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"1.5\"/>%n", x(point.steps()), y(point.totalReward())));
    }
    svg.append("</g>\n");
  }

  private void line(StringBuilder svg) {
    if (points.isEmpty()) {
      return;
    }
    int every = Math.max(1, points.size() / MOST_DOTS);
    svg.append("<polyline fill=\"none\" stroke=\"#0967d2\" stroke-width=\"2\" points=\"");
    for (int i = 0; i < points.size(); i += every) {
      svg.append(at(points.get(i), Point::mean));
    }
    svg.append(at(points.getLast(), Point::mean)).append("\"/>\n");
    svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"46\" fill=\"#0967d2\">mean of the last %d episodes</text>%n", LEFT, LearningCurve.WINDOW));
  }

  private String at(Point point, ToDoubleFunction<Point> height) {
    return String.format(Locale.ROOT, "%.1f,%.1f ", x(point.steps()), y(height.applyAsDouble(point)));
  }

  private void mark(StringBuilder svg) {
    if (!Double.isNaN(mark)) {
      svg.append(String.format(Locale.ROOT, "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#c81e1e\" stroke-dasharray=\"6 4\"/>%n", LEFT, WIDTH - RIGHT, y(mark), y(mark)));
      svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#c81e1e\">solved at %s</text>%n", WIDTH - RIGHT, y(mark) - 5, label(mark)));
    }
  }

  private double x(double steps) {
    return LEFT + (WIDTH - LEFT - RIGHT) * steps / mostSteps;
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / (high - low);
  }

  /// Round numbers, about five of them.
  static List<Double> ticks(double from, double to) {
    double rough = (to - from) / 5;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power * (rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : rough / power < 7.5 ? 5 : 10);
    List<Double> ticks = new java.util.ArrayList<>();
    for (double k = Math.ceil(from / step); k * step <= to; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }

  private static String label(double value) {
    return Math.abs(value) >= 1_000_000 ? String.format(Locale.ROOT, "%.3gM", value / 1e6)
        : Math.abs(value) >= 1_000 ? String.format(Locale.ROOT, "%.4gk", value / 1e3).replaceFirst("\\.0+k", "k")
        : value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.3g", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
