// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what was probably meant.
public final class Nearest {
  private Nearest() {}

  /// The candidate with the fewest edits (insert, delete, replace a character), if more than half of it is right.
  public static Optional<String> to(String word, Collection<String> candidates) {
    return candidates.stream()
        .min(Comparator.<String>comparingInt(candidate -> edits(word, candidate)).thenComparing(Comparator.naturalOrder()))
        .filter(candidate -> 2 * edits(word, candidate) <= Math.max(candidate.length(), word.length()));
  }

  /// `; did you mean 'x'?`, or nothing.
  public static String hint(String word, Collection<String> candidates) {
    return to(word, candidates).map(candidate -> "; did you mean '" + candidate + "'?").orElse("");
  }

  /// Levenshtein's distance by rows: `row[j]` = edits from the first i characters of `a` to the first j of `b`.
  static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
