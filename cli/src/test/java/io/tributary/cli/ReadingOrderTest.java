// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Whoever comes new reads ten files in the order ARCHITECTURE.md gives; they must exist and be short. Every package says what it is.
class ReadingOrderTest {
  private static final Path ROOT = Path.of(System.getProperty("tributary.root"));
  private static final Pattern NUMBERED = Pattern.compile("^\\s*(\\d+)\\.\\s.*?`([^`]+\\.[a-z]+)`.*");

  @Test
  void shouldNameTenShortFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String line : Files.readAllLines(ROOT.resolve("ARCHITECTURE.md"))) {
      Matcher numbered = NUMBERED.matcher(line);
      if (numbered.matches()) {
        assertThat(Integer.parseInt(numbered.group(1))).as("numbers go up").isEqualTo(files.size() + 1);
        files.add(ROOT.resolve(numbered.group(2)));
      }
    }

    assertThat(files).as("numbered lines with a path in backquotes").hasSize(10);
    for (Path file : files) {
      assertThat(file).isRegularFile();
      assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThan(200);
    }
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    List<Path> silent = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path sources : modules.map(module -> module.resolve("src/main/java")).filter(Files::isDirectory).toList()) {
        try (Stream<Path> folders = Files.walk(sources)) {
          folders.filter(Files::isDirectory).filter(ReadingOrderTest::hasClasses).filter(folder -> !Files.exists(folder.resolve("package-info.java")))
              .forEach(silent::add);
        }
      }
    }

    assertThat(silent).as("packages without package-info.java").isEmpty();
  }

  private static boolean hasClasses(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}
