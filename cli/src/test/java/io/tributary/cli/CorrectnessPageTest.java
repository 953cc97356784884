// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// docs/correctness.md names the test of every mistake it lists: none of the names may be out of date, and no number may be missing.
class CorrectnessPageTest {
  private static final Path PAGE = NamedTests.ROOT.resolve("docs/correctness.md");
  private static final Pattern ITEM = Pattern.compile("^\\| (\\d+) \\|.*");

  @Test
  void everyTestItNamesExists() throws IOException {
    NamedTests.Found found = new NamedTests().in(Files.readString(PAGE));
    assertThat(found.missing()).as("tests that docs/correctness.md names and nobody wrote").isEmpty();
    assertThat(found.count()).isGreaterThan(60);
  }

  /// Each with a test or with why there is none.
  @Test
  void everyItemHasARow() throws IOException {
    TreeSet<Integer> items = new TreeSet<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher item = ITEM.matcher(line);
      if (item.matches()) {
        items.add(Integer.parseInt(item.group(1)));
        assertThat(line).as("a test, or a reason").matches(".*`[a-z-]+/\\w+#\\w+`.*|.*[Dd]oes not apply.*|.*[Cc]omes with.*");
      }
    }
    assertThat(items).containsExactlyElementsOf(IntStream.rangeClosed(1, 33).boxed().toList());
  }
}
