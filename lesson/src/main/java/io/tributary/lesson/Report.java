// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A claim's result as text for a terminal or a page, and as a tree for JSON.
public final class Report {
  private final Claim claim;
  private final Chosen chosen;
  private final Result result;

  public Report(Claim claim, Chosen chosen, Result result) {
    this.claim = claim;
    this.chosen = chosen;
    this.result = result;
  }

  /// Everything.
  ///
  /// @param measured whether times are shown; where not, their place says that they differ from run to run
  public String text(boolean measured) {
    StringBuilder out = new StringBuilder();
    out.append(claim.slug()).append(": ").append(claim.statement()).append('\n');
    if (!chosen.words().isEmpty()) {
      out.append("with ").append(chosen.words()).append('\n');
    }
    result.tables().forEach(table -> append(out, table, measured));
    out.append('\n').append(result.picture().text());
    out.append('\n');
    result.checks().forEach(check -> out.append("  ").append(check.text()).append('\n'));
    out.append(verdict()).append('\n');
    return out.toString();
  }

  /// Whether the claim holds, and why not where it does not.
  public String verdict() {
    if (result.holds()) {
      return "The claim holds.";
    }
    String left = chosen.without() ? " Left out: " + claim.without().what() + ". " + claim.without().reason() : "";
    return "The claim does not hold." + left;
  }

  private static void append(StringBuilder out, Table table, boolean measured) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(table.columns());
    table.rows().forEach(row -> lines.add(row.stream().map(figure -> figure.measured() && !measured ? "(a time)" : figure.shown()).toList()));
    int[] widths = IntStream.range(0, table.columns().size())
        .map(column -> lines.stream().mapToInt(line -> length(line.get(column))).max().orElse(0)).toArray();
    out.append('\n').append(table.title()).append('\n');
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder(" ");
      for (int column = 0; column < widths.length; column++) {
        String entry = line.get(column);
        String space = " ".repeat(widths[column] - length(entry));
        text.append(' ').append(column == 0 ? entry + space : space + entry).append(' ');
      }
      out.append(text.toString().stripTrailing()).append('\n');
    }
  }

  /// Letters as a terminal counts them: combining marks stand on the letter before them.
  private static int length(String text) {
    return (int) text.codePoints().filter(letter -> Character.getType(letter) != Character.NON_SPACING_MARK).count();
  }

  /// The same for machines.
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("claim", claim.slug());
    tree.put("statement", claim.statement());
    tree.put("options", chosen.values());
    tree.put("without", chosen.without());
    tree.put("holds", result.holds());
    tree.put("verdict", verdict());
    tree.put("tables", result.tables().stream().map(Report::tree).toList());
    tree.put("checks", result.checks().stream().map(Report::tree).toList());
    return tree;
  }

  private static Map<String, Object> tree(Table table) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("title", table.title());
    tree.put("columns", table.columns());
    tree.put("rows", table.rows().stream().map(row -> row.stream().map(Figure::value).toList()).toList());
    return tree;
  }

  private static Map<String, Object> tree(Check check) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("what", check.what());
    tree.put("holds", check.holds());
    tree.put("got", check.got());
    tree.put("expected", check.bound());
    return tree;
  }
}
