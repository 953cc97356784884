// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.picture;

import java.util.Locale;

/// Collects the elements of one SVG file.
final class Svg {
  private static final String[] COLOURS = {"#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b"};

  private final StringBuilder out = new StringBuilder();

  Svg(int width, int height, String title) {
    out.append(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">%n",
        width, height));
    out.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    text(12, 22, title, "start");
  }

  static String colour(int series) {
    return COLOURS[series % COLOURS.length];
  }

  Svg text(double x, double y, String text, String anchor) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    out.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escaped));
    return this;
  }

  Svg rectangle(double x, double y, double width, double height, String colour) {
    out.append(String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n", x, y, width, height, colour));
    return this;
  }

  Svg line(double x1, double y1, double x2, double y2, String colour) {
    out.append(String.format(Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n", x1, y1, x2, y2, colour));
    return this;
  }

  String end() {
    return out.append("</svg>\n").toString();
  }
}
