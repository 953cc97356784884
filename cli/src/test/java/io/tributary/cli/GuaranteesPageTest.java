// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Every promise of docs/guarantees.md names its tests, and these exist.
class GuaranteesPageTest {
  /// A promise begins with its number in bold and ends where the next one, or the next heading, begins.
  private static final Pattern PROMISE = Pattern.compile("(?ms)^\\*\\*(\\d+)\\. .*?(?=^\\*\\*\\d+\\. |^## )");

  @Test
  void everyPromiseNamesTestsThatExist() throws IOException {
    List<String> promises = promises();
    assertThat(promises).hasSize(13);
    for (int i = 0; i < promises.size(); i++) {
      assertThat(promises.get(i)).startsWith("**" + (i + 1) + ". ");
      NamedTests.Found found = new NamedTests().in(promises.get(i));
      assertThat(found.missing()).as("tests that promise %d names and nobody wrote", i + 1).isEmpty();
      assertThat(found.count()).as("tests of promise %d", i + 1).isPositive();
    }
  }

  private static List<String> promises() throws IOException {
    String page = Files.readString(NamedTests.ROOT.resolve("docs/guarantees.md"));
    try (Stream<String> found = PROMISE.matcher(page).results().map(match -> match.group())) {
      return found.toList();
    }
  }
}
