// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.tributary.cli.UsageException;

/// The presets that come with Tributary, and any other YAML file.
///
/// @param folder where those that come along lie
public record Presets(Path folder) {
  private static final String SUFFIX = ".yaml";

  /// A preset that was read.
  ///
  /// @param name its file's name without `.yaml`
  /// @param origin for messages
  /// @param values by dotted name
  public record Preset(String name, String origin, Map<String, String> values) {}

  /// Reads `nameOrFile`: one of {@link #names}, or the path of a file.
  ///
  /// @throws UsageException if there is none or it is not YAML
  public Preset read(String nameOrFile) {
    boolean path = nameOrFile.endsWith(SUFFIX) || nameOrFile.endsWith(".yml") || nameOrFile.contains("/");
    Path file = path ? Path.of(nameOrFile) : folder.resolve(nameOrFile + SUFFIX);
    if (!Files.isRegularFile(file)) {
      throw new UsageException("preset '" + nameOrFile + "': no file " + file + "; expected the path of a YAML file or one of "
          + names() + Nearest.hint(nameOrFile, names()) + "; nothing was started");
    }
    String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    return new Preset(name, "preset " + file, YamlSettings.read(file));
  }

  /// Whether a preset of this name comes along.
  public boolean has(String name) {
    return names().contains(name);
  }

  /// Names of the presets that come along, in order.
  public List<String> names() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UsageException("presets folder " + folder + " cannot be listed (" + unreadable.getClass().getSimpleName()
          + "); expected a folder of YAML files; nothing was started", unreadable);
    }
  }
}
