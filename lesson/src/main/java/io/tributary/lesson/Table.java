// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Figures under headings. Rows are added while a claim runs.
public final class Table {
  private final String title;
  private final List<String> columns;
  private final List<List<Figure>> rows = new ArrayList<>();

  public Table(String title, String... columns) {
    this.title = title;
    this.columns = List.of(columns);
  }

  /// Adds a row of figures, texts and numbers, one for each column.
  public Table row(Object... entries) {
    if (entries.length != columns.size()) {
      throw new IllegalArgumentException("a row of " + entries.length + " figures in table '" + title + "'; expected " + columns.size());
    }
    rows.add(Arrays.stream(entries).map(Figure::of).toList());
    return this;
  }

  public String title() {
    return title;
  }

  public List<String> columns() {
    return columns;
  }

  public List<List<Figure>> rows() {
    return List.copyOf(rows);
  }
}
