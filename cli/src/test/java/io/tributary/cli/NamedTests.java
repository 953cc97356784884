// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The tests that a page names as `module/Class#method`.
final class NamedTests {
  static final Path ROOT = Path.of(System.getProperty("tributary.root"));
  private static final Pattern REFERENCE = Pattern.compile("`([a-z-]+)/(\\w+)#(\\w+)`");

  private final Map<Path, String> sources = new ConcurrentHashMap<>();

  /// @param count how many the page names
  /// @param missing those that nobody wrote
  record Found(int count, List<String> missing) {}

  Found in(String text) {
    List<String> missing = new ArrayList<>();
    int count = 0;
    Matcher reference = REFERENCE.matcher(text);
    while (reference.find()) {
      count++;
      String source = source(reference.group(1), reference.group(2));
      if (!isTest(source, reference.group(3))) {
        missing.add(reference.group());
      }
    }
    return new Found(count, missing);
  }

  /// Whether the method is one that is run: what stands between the method before it and its name says so.
  private static boolean isTest(String source, String method) {
    Matcher found = Pattern.compile("((?:^ +(?:@.*|///.*|\\h+.*)\\n)*)^ +(?:\\w+ )*void " + method + "\\(", Pattern.MULTILINE).matcher(source);
    return found.find() && Pattern.compile("@(Test|ParameterizedTest|RepeatedTest)\\b").matcher(found.group(1)).find() && !found.group(1).contains("@Disabled");
  }

  /// Empty where there is none.
  private String source(String module, String type) {
    Path tests = ROOT.resolve(module).resolve("src/test/java");
    if (!Files.isDirectory(tests)) {
      return "";
    }
    try (Stream<Path> files = Files.walk(tests)) {
      List<Path> found = files.filter(file -> file.getFileName().toString().equals(type + ".java")).toList();
      if (found.size() > 1) {
        throw new IllegalStateException(type + " in " + module + " is ambiguous: " + found);
      }
      return found.isEmpty() ? "" : sources.computeIfAbsent(found.getFirst(), NamedTests::read);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
