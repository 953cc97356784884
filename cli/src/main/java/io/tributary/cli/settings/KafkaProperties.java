// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.cli.UsageException;
import io.tributary.runs.Redaction;

/// Settings of Kafka's clients as a file names them: the same file that Kafka's own tools take as `--command-config`.
///
/// @param values by their own names
/// @param origin where they come from, for messages
public record KafkaProperties(Map<String, String> values, String origin) {
  /// Environment variable that names such a file.
  public static final String VARIABLE = "TRIBUTARY_KAFKA_PROPERTIES";
  private static final Logger LOG = LoggerFactory.getLogger(KafkaProperties.class);

  public KafkaProperties {
    values = Map.copyOf(values);
  }

  /// Reads it, and warns where others could read a secret in it.
  ///
  /// @throws UsageException where it cannot be read
  public static KafkaProperties read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
      Map<String, String> values = new TreeMap<>();
      properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
      if (values.keySet().stream().anyMatch(Redaction::isSecret) && isOpen(file)) {
        LOG.warn("file {} holds secrets and everybody on this machine can read it; expected only its owner to (chmod 600); it is used all the same", file);
      }
      return new KafkaProperties(values, "file " + file);
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new UsageException("--kafka-properties is '" + file + "', which cannot be read (" + unreadable.getClass().getSimpleName()
          + "); expected a file of lines name=value; nothing was started", unreadable);
    }
  }

  private static boolean isOpen(Path file) throws IOException {
    return Files.getFileStore(file).supportsFileAttributeView("posix") && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
  }

  /// Without the secrets among them.
  @Override
  public String toString() {
    return origin + " " + Redaction.redacted(values);
  }
}
