// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.tributary.cli.UsageException;

/// The seeds of `--seeds`: numbers and ranges with commas between them.
///
/// @param text as it was typed
/// @param numbers in the order they are played, each once
record Seeds(String text, List<Long> numbers) {
  static final int MOST = 1_000;
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,15})(?:\\.\\.([0-9]{1,15}))?");

  /// `1..5`, `3,7,9` or `1..3,7`.
  ///
  /// @throws UsageException for anything else
  static Seeds parse(String text) {
    Set<Long> numbers = new LinkedHashSet<>();
    for (String part : text.split(",", -1)) {
      Matcher range = RANGE.matcher(part.strip());
      if (!range.matches()) {
        throw wrong(text);
      }
      long from = Long.parseLong(range.group(1));
      long to = range.group(2) == null ? from : Long.parseLong(range.group(2));
      if (to < from || to - from >= MOST) {
        throw wrong(text);
      }
      for (long seed = from; seed <= to; seed++) {
        numbers.add(seed);
      }
    }
    if (numbers.size() > MOST) {
      throw wrong(text);
    }
    return new Seeds(text, List.copyOf(numbers));
  }

  private static UsageException wrong(String text) {
    return new UsageException("--seeds is '" + text + "'; expected 1 to " + MOST + " whole numbers such as 1..5 or 3,7,9; nothing was started");
  }
}
