// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.util.List;

import io.tributary.cli.UsageException;
import io.tributary.cli.settings.Nearest;
import io.tributary.env.EnvironmentProvider;
import io.tributary.env.Environments;
import io.tributary.schemas.RunNames;
import io.tributary.schemas.Topic;
import io.tributary.schemas.Topics;

/// Turns names that were typed into what they name.
final class Names {
  private Names() {}

  /// @throws UsageException for what cannot be a run's name
  static String requireRun(String run) {
    try {
      return RunNames.requireRunName(run);
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(impossible.getMessage() + "; nothing was started", impossible);
    }
  }

  /// @throws UsageException where there is no such environment
  static EnvironmentProvider environment(String name) {
    try {
      return Environments.named(name);
    } catch (IllegalArgumentException unknown) {
      throw new UsageException(unknown.getMessage() + Nearest.hint(name, Environments.all().keySet()) + "; nothing was started", unknown);
    }
  }

  /// @param name the topic's own name, as in `steps`
  /// @throws UsageException where a run has no such topic
  static Topic<?, ?> topic(Topics topics, String name) {
    List<String> names = topics.all().stream().map(Names::ownName).toList();
    return topics.all().stream().filter(topic -> ownName(topic).equals(name)).findFirst().orElseThrow(() -> new UsageException(
        "topic is '" + name + "'; expected one of " + String.join(", ", names) + Nearest.hint(name, names) + "; nothing was read"));
  }

  private static String ownName(Topic<?, ?> topic) {
    return topic.name().substring(topic.name().lastIndexOf('.') + 1);
  }
}
