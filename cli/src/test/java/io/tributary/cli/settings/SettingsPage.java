// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes docs/settings.md from the records: names and defaults from the code, what they mean from the records' `@param` lines.
final class SettingsPage {
  private static final Pattern PARAM = Pattern.compile("@param\\s+(\\w+)\\s+(.*)");
  private static final String HEAD = """
      # Settings

      Made from the code by `SettingsPageTest`; do not edit.

      Later places win: the defaults below, a preset (`presets/*.yaml`), environment variables (`rollout.environments` is
      `TRIBUTARY_ROLLOUT_ENVIRONMENTS`), `--set rollout.environments=64`, options of their own such as `--seed`. The settings of a run are stored
      with it when it is created; parts that are started on their own take them from there, and `--set` changes those that concern the part.
      A schedule (`….from`, `….to`, `….over`) can be given as one number, which then never changes: `--set learner.learningRate=0.001`.
      """;

  private final Map<String, Path> sources = new HashMap<>();

  SettingsPage(Path root) throws IOException {
    try (Stream<Path> modules = Files.list(root)) {
      for (Path folder : modules.map(module -> module.resolve("src/main/java")).filter(Files::isDirectory).toList()) {
        try (Stream<Path> files = Files.walk(folder)) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(file -> sources.put(folder.relativize(file).toString(), file));
        }
      }
    }
  }

  String text() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("\n## The run\n\n").append(table("", RunSettings.defaults(), false));
    for (RecordComponent component : RunSettings.class.getRecordComponents()) {
      if (component.getType().isRecord()) {
        page.append("\n## `").append(component.getName()).append("`: ").append(doc(RunSettings.class, component.getName())).append("\n\n");
        page.append(table(component.getName(), (Record) Setting.read(component, RunSettings.defaults()), true));
      }
    }
    return page.toString();
  }

  private String table(String name, Record record, boolean deep) throws IOException {
    List<String> rows = new ArrayList<>(List.of("| setting | kind | default | what |", "|---|---|---|---|"));
    rows(deep ? Setting.inside(name) : "", "", record, deep, rows);
    return String.join("\n", rows) + "\n";
  }

  private void rows(String prefix, String meaning, Record record, boolean deep, List<String> rows) throws IOException {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String key = prefix + component.getName();
      Object value = Setting.read(component, record);
      String what = meaning + doc(record.getClass(), component.getName());
      if (component.getType().isRecord()) {
        if (deep) {
          Record nested = value == null ? Setting.defaults(component.getType()) : (Record) value;
          String inside = Setting.inside(key);
          rows(inside, inside.equals(key + ".") ? what + ": " : "", nested, true, rows);
        }
      } else if (Setting.isFamily(component.getGenericType())) {
        rows.add("| `" + key + ".*` | text | | " + what + " |");
      } else {
        String text = Scalars.text(value);
        rows.add("| `" + key + "` | " + kind(component.getGenericType()) + " | " + (text.isEmpty() ? "" : "`" + text + "`") + " | " + what + " |");
      }
    }
  }

  private static String kind(Type type) {
    if (Scalars.isIntegers(type)) {
      return "whole numbers";
    }
    Class<?> c = (Class<?>) type;
    if (c.isEnum()) {
      return Arrays.stream(c.getEnumConstants()).map(constant -> "`" + Scalars.text(constant) + "`").collect(Collectors.joining(", "));
    }
    return switch (c.getSimpleName().toLowerCase(Locale.ROOT)) {
      case "string" -> "text";
      case "boolean" -> "true, false";
      case "double" -> "number";
      case "optionallong" -> "whole number, or none";
      default -> "whole number";
    };
  }

  /// The `@param` of a component, from the lines above the record.
  private String doc(Class<?> record, String component) throws IOException {
    Class<?> top = record;
    while (top.getEnclosingClass() != null) {
      top = top.getEnclosingClass();
    }
    Path source = sources.get(top.getName().replace('.', '/') + ".java");
    List<String> lines = Files.readAllLines(source);
    int at = 0;
    while (!lines.get(at).matches(".*\\brecord " + record.getSimpleName() + "\\(.*")) {
      at++;
    }
    int from = at;
    while (from > 0 && lines.get(from - 1).strip().startsWith("///")) {
      from--;
    }
    StringBuilder doc = new StringBuilder();
    boolean mine = false;
    for (String line : lines.subList(from, at)) {
      String said = line.strip().substring(3).strip();
      Matcher param = PARAM.matcher(said);
      if (param.matches()) {
        mine = param.group(1).equals(component);
        said = param.group(2);
      }
      if (mine) {
        doc.append(doc.isEmpty() ? "" : " ").append(said);
      }
    }
    if (doc.isEmpty()) {
      throw new IllegalStateException(record.getName() + " has no @param " + component + "; expected one for every setting");
    }
    return doc.toString().replace("|", "\\|");
  }
}
