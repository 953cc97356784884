// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.picture;

import java.util.ArrayList;
import java.util.List;

import io.tributary.lesson.Figure;

/// Labelled bars to the right of a zero line, or to the left where values are negative.
public final class Bars implements Picture {
  private static final int COLUMNS = 50;
  private static final int SVG_WIDTH = 760;
  private static final int SVG_LABELS = 280;
  private static final int SVG_ROW = 24;
  private static final int SVG_TOP = 40;

  private final String title;
  private final List<Bar> bars = new ArrayList<>();

  public Bars(String title) {
    this.title = title;
  }

  private record Bar(String label, double value) {}

  /// Adds a bar below the others.
  public Bars bar(String label, double value) {
    bars.add(new Bar(label, value));
    return this;
  }

  private double low() {
    return Math.min(0, bars.stream().mapToDouble(Bar::value).min().orElse(0));
  }

  private double high() {
    double high = Math.max(0, bars.stream().mapToDouble(Bar::value).max().orElse(0));
    return high > low() ? high : low() + 1;
  }

  @Override
  public String text() {
    int width = bars.stream().mapToInt(bar -> bar.label().length()).max().orElse(0);
    double perColumn = (high() - low()) / COLUMNS;
    int zero = (int) Math.round(-low() / perColumn);
    StringBuilder out = new StringBuilder(title).append('\n');
    for (Bar bar : bars) {
      int cells = (int) Math.round(Math.abs(bar.value()) / perColumn);
      String left = bar.value() < 0 ? " ".repeat(Math.max(0, zero - cells)) + "█".repeat(Math.min(zero, cells)) : " ".repeat(zero);
      String right = bar.value() > 0 ? "█".repeat(cells) : "";
      String line = "  " + bar.label() + " ".repeat(width - bar.label().length()) + " " + left + "│" + right + " " + Figure.shown(bar.value());
      out.append(line.stripTrailing()).append('\n');
    }
    return out.toString();
  }

  @Override
  public String svg() {
    Svg svg = new Svg(SVG_WIDTH, SVG_TOP + SVG_ROW * bars.size() + 12, title);
    double scale = (SVG_WIDTH - SVG_LABELS - 90) / (high() - low());
    double zero = SVG_LABELS - low() * scale;
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double y = SVG_TOP + i * SVG_ROW;
      svg.text(SVG_LABELS - 8, y + 14, bar.label(), "end");
      svg.rectangle(Math.min(zero, zero + bar.value() * scale), y + 3, Math.abs(bar.value()) * scale, SVG_ROW - 8, Svg.colour(bar.value() < 0 ? 1 : 0));
      svg.text(SVG_WIDTH - 84, y + 14, Figure.shown(bar.value()), "start");
    }
    return svg.line(zero, SVG_TOP, zero, SVG_TOP + SVG_ROW * bars.size(), "black").end();
  }
}
