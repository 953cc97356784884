// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.tributary.cli.UsageException;

/// Reads a preset: YAML mappings become dotted names, lists become values with commas between them.
final class YamlSettings {
  private static final long LARGEST_BYTES = 1 << 20;

  private YamlSettings() {}

  /// @throws UsageException if there is no such file, or it holds no YAML mapping; the message names it
  static Map<String, String> read(Path file) {
    try {
      if (Files.size(file) > LARGEST_BYTES) {
        throw new UsageException("preset " + file + " has " + Files.size(file) + " bytes; expected at most " + LARGEST_BYTES
            + "; nothing was started");
      }
      JsonNode root = YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build().readTree(Files.readString(file));
      if (!root.isObject()) {
        throw new UsageException("preset " + file + " is not a YAML mapping; expected lines like 'seed: 1'; nothing was started");
      }
      Map<String, String> settings = new TreeMap<>();
      flatten(file, "", root, settings);
      return settings;
    } catch (JacksonException notYaml) {
      throw new UsageException("preset " + file + " is not YAML" + place(notYaml) + ": " + firstLine(notYaml.getOriginalMessage())
          + "; expected lines like 'seed: 1'; nothing was started", notYaml);
    } catch (IOException unreadable) {
      throw new UsageException("preset " + file + " cannot be read (" + unreadable.getClass().getSimpleName()
          + "); expected a YAML file; nothing was started", unreadable);
    }
  }

  private static void flatten(Path file, String prefix, JsonNode node, Map<String, String> settings) {
    node.properties().forEach(entry -> {
      String key = prefix + entry.getKey();
      JsonNode value = entry.getValue();
      if (value.isObject()) {
        flatten(file, key + ".", value, settings);
      } else if (value.isArray()) {
        settings.put(key, String.join(",", texts(file, key, value)));
      } else {
        settings.put(key, value.isNull() ? "" : value.asText());
      }
    });
  }

  private static List<String> texts(Path file, String key, JsonNode list) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list) {
      if (!element.isValueNode()) {
        throw new UsageException(key + " in preset " + file + " holds a list of " + element.getNodeType().name().toLowerCase(java.util.Locale.ROOT)
            + "s; expected a list of single values; nothing was started");
      }
      texts.add(element.asText());
    }
    return texts;
  }

  private static String place(JacksonException notYaml) {
    return notYaml.getLocation() == null ? "" : " at line " + notYaml.getLocation().getLineNr();
  }

  private static String firstLine(String message) {
    return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
  }
}
