// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import io.tributary.rl.experience.Spaces;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Topics;

/// A run that exists and whose spec was read.
public record Run(Connection connection, RunSpec spec, Topics topics) {
  /// The setting of the spec that names the policy version 0 is made of.
  public static final String INITIAL = "initial";

  /// The run's name.
  public String name() {
    return spec.run();
  }

  /// What the run begins with: `RUN@VERSION` or `RUN`, as it was created; empty for fresh parameters.
  public String initial() {
    return spec.settings().getOrDefault(INITIAL, "");
  }

  /// Refuses a part of a run that nobody plays: one that was made by replaying another's log.
  ///
  /// @param part what would work on it
  /// @throws RunException naming the other run
  public Run requireLive(String part) {
    if (spec.isWhatIf()) {
      throw new RunException("run " + name() + " is a what-if: its versions were learned off-policy from the trajectories of run " + spec.trajectoriesOf()
          + "; expected a run that learns from its own for " + part + "; nothing was started (replay " + spec.trajectoriesOf()
          + " --set KEY=VALUE makes another what-if)");
    }
    return this;
  }

  /// `<run>.<part>.<instance>`.
  public String clientId(String part, String instance) {
    return topics.clientId(part, instance);
  }

  /// Refuses a part whose spaces are not the run's.
  ///
  /// @param mine what the part speaks
  /// @param who names the part and where its spaces come from
  /// @throws RunException naming both sides
  public Run requireSpaces(Spaces mine, String who) {
    if (!spec.spaces().equals(mine)) {
      throw new RunException("run " + name() + ": " + who + " has " + Described.spaces(mine) + " but the run was created with "
          + Described.spaces(spec.spaces()) + "; expected equal spaces; nothing was started");
    }
    return this;
  }
}
