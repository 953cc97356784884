// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// docs/correctness.md names the test of every mistake it lists: none of the names may be out of date, and no number may be missing.
class CorrectnessPageTest {
  private static final Path ROOT = Path.of(System.getProperty("tributary.root"));
  private static final Path PAGE = ROOT.resolve("docs/correctness.md");
  private static final Pattern REFERENCE = Pattern.compile("`([a-z-]+)/(\\w+)#(\\w+)`");
  private static final Pattern ITEM = Pattern.compile("^\\| (\\d+) \\|.*");

  private final Map<Path, String> sources = new ConcurrentHashMap<>();

  @Test
  void everyTestItNamesExists() throws IOException {
    List<String> missing = new ArrayList<>();
    int named = 0;
    Matcher reference = REFERENCE.matcher(Files.readString(PAGE));
    while (reference.find()) {
      named++;
      String source = source(reference.group(1), reference.group(2));
      if (!Pattern.compile("\\bvoid " + reference.group(3) + "\\(").matcher(source).find()) {
        missing.add(reference.group());
      }
    }
    assertThat(missing).as("tests that docs/correctness.md names and nobody wrote").isEmpty();
    assertThat(named).isGreaterThan(60);
  }

  /// Empty where there is none.
  private String source(String module, String type) throws IOException {
    Path tests = ROOT.resolve(module).resolve("src/test/java");
    if (!Files.isDirectory(tests)) {
      return "";
    }
    try (Stream<Path> files = Files.walk(tests)) {
      List<Path> found = files.filter(file -> file.getFileName().toString().equals(type + ".java")).toList();
      assertThat(found).as("%s in %s", type, module).hasSizeLessThan(2);
      return found.isEmpty() ? "" : sources.computeIfAbsent(found.getFirst(), CorrectnessPageTest::read);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
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
