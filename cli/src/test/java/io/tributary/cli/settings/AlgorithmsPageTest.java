// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import io.tributary.rl.learning.Algorithms;

import static org.assertj.core.api.Assertions.assertThat;

/// docs/algorithms.md goes up a ladder. What a rung sets otherwise than the rung above it in the page is not written there by hand: each table is what
/// the code says, and the sentences around it are checked by their readers.
class AlgorithmsPageTest {
  private static final Path PAGE = Path.of(System.getProperty("tributary.root")).resolve("docs/algorithms.md");
  private static final List<String> LADDER =
      List.of("bc", "reinforce", "reinforce-baseline", "off-policy-pg", "a2c", "vtrace", "npg", "trpo", "ppo");
  private static final Pattern SECTION = Pattern.compile("^## .*`([a-z0-9-]+)`$");

  private static final Pattern COMMAND = Pattern.compile("^\\./tributary run (\\S+)(.*)$");

  @Test
  void shouldHaveASectionForEveryNamedAlgorithmInOrder() throws IOException {
    List<String> sections = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher section = SECTION.matcher(line);
      if (section.matches()) {
        sections.add(section.group(1));
      }
    }
    assertThat(sections).containsExactlyElementsOf(LADDER);
    assertThat(LADDER).containsExactlyInAnyOrderElementsOf(Algorithms.names());
  }

  @Test
  void shouldShowWhatTheCodeSetsOtherwise() throws IOException {
    String text = withTables(Files.readAllLines(PAGE));
    if ("true".equals(System.getenv("TRIBUTARY_WRITE"))) {
      Files.writeString(PAGE, text);
    }
    assertThat(PAGE).as("run this test with TRIBUTARY_WRITE=true").content().isEqualTo(text);
  }

  /// Every command of the page names a preset and settings that go together, and runs the algorithm of its section.
  @Test
  void shouldShowCommandsThatRun() throws IOException {
    Path presets = PAGE.resolveSibling("../presets").normalize();
    String name = null;
    int commands = 0;
    for (String line : Files.readAllLines(PAGE)) {
      Matcher section = SECTION.matcher(line);
      name = section.matches() ? section.group(1) : name;
      Matcher command = COMMAND.matcher(line);
      if (command.matches()) {
        List<String> words = List.of(command.group(2).trim().split("\\s+"));
        List<String> sets = new ArrayList<>();
        for (int i = 0; i + 1 < words.size(); i++) {
          if (words.get(i).equals("--set")) {
            sets.add(words.get(i + 1));
          }
        }
        RunSettings settings = RunSettings.of(new Layers().preset(new Presets(presets).read(command.group(1))).sets(sets));
        assertThat(settings.algorithm()).as(line).isEqualTo(words.contains("teacher") ? "ppo" : name);
        commands++;
      }
    }
    assertThat(commands).isGreaterThanOrEqualTo(LADDER.size());
  }

  private static String withTables(List<String> lines) {
    StringBuilder page = new StringBuilder();
    String name = null;
    boolean inTable = false;
    for (String line : lines) {
      Matcher section = SECTION.matcher(line);
      name = section.matches() ? section.group(1) : name;
      if (name != null && line.startsWith("| setting |")) {
        page.append(table(name));
        inTable = true;
      }
      inTable &= line.startsWith("|");
      if (!inTable) {
        page.append(line).append('\n');
      }
    }
    return page.toString();
  }

  private static String table(String name) {
    int rung = LADDER.indexOf(name);
    String above = rung == 0 ? "ppo" : LADDER.get(rung - 1);
    StringBuilder table = new StringBuilder("| setting | `" + name + "` | `" + above + "` |\n|---|---|---|\n");
    Map<String, String> before = settings(above);
    settings(name).forEach((key, value) -> {
      if (!value.equals(before.get(key))) {
        table.append("| `").append(key).append("` | `").append(value).append("` | `").append(before.get(key)).append("` |\n");
      }
    });
    return table.toString();
  }

  /// What a run of that algorithm has without further settings, schedules on one line.
  private static Map<String, String> settings(String name) {
    RunSettings run = RunSettings.of(new Layers().sets(List.of("algorithm=" + name)));
    Map<String, String> settings = new TreeMap<>();
    Map<String, String> flat = Setting.flatten(run);
    flat.forEach((key, value) -> {
      String schedule = key.replaceAll("\\.(from|to|over)$", "");
      if (schedule.equals(key)) {
        settings.put(key, value);
      } else if (flat.get(schedule + ".over").equals("0")) {
        settings.put(schedule, flat.get(schedule + ".from"));
      } else {
        settings.put(schedule, flat.get(schedule + ".from") + " → " + flat.get(schedule + ".to") + " over " + flat.get(schedule + ".over"));
      }
    });
    settings.remove("algorithm");
    return settings;
  }
}
