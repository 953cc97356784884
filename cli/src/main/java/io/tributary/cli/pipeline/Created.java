// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.pipeline;

import java.util.function.Function;

import io.tributary.cli.settings.RunSettings;
import io.tributary.env.EnvironmentProvider;
import io.tributary.env.publish.ProducerSettings;
import io.tributary.rl.experience.Spaces;
import io.tributary.runs.Connection;
import io.tributary.runs.OtherPolicy;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;
import io.tributary.schemas.RunSpec;

/// A run that was created, or was there, and the settings to play it by.
///
/// Policies of other runs are looked up and checked before anything is created, and the newest becomes a certain version: whoever reads the spec
/// later finds the one that was meant.
///
/// @param run itself
/// @param settings with other runs' policies as `RUN@VERSION`; a run that was there keeps what it began with
public record Created(Run run, RunSettings settings) {

  /// Creates the run, or takes the one of that name.
  ///
  /// @param to the cluster
  /// @throws io.tributary.runs.RunException where another run's policy is not there or does not fit, or the run exists with other spaces
  public static Created of(Connection to, RunSettings settings, String name, EnvironmentProvider environment, long nowMs) {
    return of(to, settings, name, environment, nowMs, spec -> Runs.create(to, spec, settings.replicationFactor()));
  }

  /// The same, made in another way.
  ///
  /// @param making makes the run of a spec, or takes the one that is there
  public static Created of(
      Connection to, RunSettings settings, String name, EnvironmentProvider environment, long nowMs, Function<RunSpec, Run> making) {
    Spaces spaces;
    try (var sample = environment.create()) {
      spaces = sample.spaces();
    }
    RunSettings certain = certain(to, settings, name, spaces);
    Run run = making.apply(certain.spec(name, spaces, nowMs));
    return new Created(run, certain.following(run.initial(), certain.rollout().demonstrator()));
  }

  private static RunSettings certain(Connection to, RunSettings settings, String name, Spaces spaces) {
    String initial = settings.initial();
    if (!initial.isEmpty() && !Runs.names(to).contains(name)) {
      initial = OtherPolicy.read(to, Run.INITIAL, initial, name, spaces).requireArchitecture(settings.policy()).name();
    }
    String demonstrator = settings.rollout().demonstrator();
    if (!demonstrator.isEmpty()) {
      demonstrator = OtherPolicy.read(to, ProducerSettings.DEMONSTRATOR, demonstrator, name, spaces).name();
    }
    return settings.following(initial, demonstrator);
  }
}
