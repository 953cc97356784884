// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.tributary.cli.UsageException;
import io.tributary.runs.Redaction;

/// Values from several places, each laid over those before: preset (or the run's spec), environment variables, `--set`, options.
public final class Layers {
  private static final String SPEC = "the spec of run ";
  private static final String ALGORITHM = "algorithm";
  private static final String VARIABLE = "TRIBUTARY_";
  private static final String KAFKA_VARIABLE = "TRIBUTARY_KAFKA_";

  private static final List<String> OF_AN_ALGORITHM = List.of("learner.", "rollout.", "batch.", "segment.", "bootstrapRewardToGo");

  private final Map<String, Given> given = new TreeMap<>();
  private String presetOrigin;
  private String presetAlgorithm;

  /// All values of a preset.
  public Layers preset(Presets.Preset preset) {
    preset.values().forEach((key, value) -> given.put(key, new Given(value, preset.origin())));
    presetOrigin = preset.origin();
    presetAlgorithm = preset.values().getOrDefault(ALGORITHM, RunSettings.defaults().algorithm());
    return this;
  }

  /// Leaves out what a preset says for its own algorithm where another one was named: how it learns, plays, and takes batches and segments. The
  /// other's own row stands there.
  Layers forTheAlgorithm() {
    Given algorithm = given.get(ALGORITHM);
    if (presetOrigin != null && algorithm != null && !algorithm.value().equals(presetAlgorithm)) {
      given.entrySet().removeIf(entry -> entry.getValue().origin().equals(presetOrigin) && OF_AN_ALGORITHM.stream().anyMatch(entry.getKey()::startsWith));
    }
    return this;
  }

  /// The settings a run was created with; names that this version does not know are left out, since a newer one may have written them.
  public Layers spec(String run, Map<String, String> settings, List<Setting> known) {
    settings.forEach((key, value) -> {
      if (known.stream().anyMatch(setting -> setting.isFamily() ? key.startsWith(setting.key()) : key.equals(setting.key()))) {
        given.put(key, new Given(value, SPEC + run));
      }
    });
    return this;
  }

  /// Environment variables: `TRIBUTARY_ROLLOUT_ENVIRONMENTS` is `rollout.environments`, `TRIBUTARY_KAFKA_SECURITY_PROTOCOL` is
  /// `kafka.security.protocol`. A variable that names no setting may belong to somebody else: it is told to `unknown` and left out.
  public Layers variables(Map<String, String> variables, List<Setting> known, Consumer<String> unknown) {
    variables.forEach((name, value) -> {
      if (name.equals(KafkaProperties.VARIABLE)) {
        return; // names a file of them
      }
      if (name.startsWith(KAFKA_VARIABLE)) {
        String key = "kafka." + name.substring(KAFKA_VARIABLE.length()).toLowerCase(java.util.Locale.ROOT).replace('_', '.');
        given.put(key, new Given(value, "environment variable " + name));
      } else if (name.startsWith(VARIABLE)) {
        Optional<Setting> setting = known.stream().filter(s -> !s.isFamily() && s.environmentVariable().equals(name)).findFirst();
        setting.ifPresentOrElse(s -> given.put(s.key(), new Given(value, "environment variable " + name)), () -> unknown.accept(name));
      }
    });
    return this;
  }

  /// Settings of Kafka's clients from a file, under their own names; whoever comes later wins over them.
  public Layers kafka(KafkaProperties file) {
    file.values().forEach((key, value) -> given.put("kafka." + key, new Given(value, file.origin())));
    return this;
  }

  /// `--set key=value`, several times.
  ///
  /// @throws UsageException where there is no `=`
  public Layers sets(List<String> assignments) {
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new UsageException("--set is '" + Redaction.redacted(assignment) + "'; expected key=value, such as --set rollout.environments=64; nothing was started");
      }
      given.put(assignment.substring(0, equals).strip(), new Given(assignment.substring(equals + 1).strip(), "--set"));
    }
    return this;
  }

  /// An option of its own, which wins over everything; null leaves things as they are.
  public Layers option(String key, Object value, String option) {
    if (value != null) {
      given.put(key, new Given(String.valueOf(value), option));
    }
    return this;
  }

  /// Refuses values that this command cannot change because the run's spec has fixed them.
  ///
  /// @param mine names this command may change
  /// @throws UsageException naming the first that is not
  public Layers requireOnly(Predicate<String> mine, String command, String allowed) {
    given.forEach((key, value) -> {
      if (!value.origin().startsWith(SPEC) && !value.origin().startsWith("environment") && !mine.test(key)) {
        throw new UsageException(key + " is '" + Redaction.value(key, value.value()) + "' (from " + value.origin() + "); expected only " + allowed + " with " + command
            + ", since the run's spec fixes the rest when it is created; nothing was started");
      }
    });
    given.keySet().removeIf(key -> given.get(key).origin().startsWith("environment") && !mine.test(key));
    return this;
  }

  /// The record these values make of `defaults`.
  public <R extends Record> R over(R defaults) {
    return new Binder(given).bind(defaults);
  }

  /// What `reader` makes of the value of one name.
  ///
  /// @throws UsageException where it makes nothing of it
  public <T> T read(String key, Function<String, T> reader) {
    Given value = given.get(key);
    try {
      return reader.apply(value.value());
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(impossible.getMessage() + " (from " + value.origin() + "); nothing was started", impossible);
    }
  }

  /// Whether somebody chose a value of that name for this process, beside the run's spec.
  public boolean chosen(String key) {
    return get(key).filter(value -> !value.origin().startsWith(SPEC)).isPresent();
  }

  /// The value of one name, as given.
  public Optional<Given> get(String key) {
    return Optional.ofNullable(given.get(key));
  }
}
