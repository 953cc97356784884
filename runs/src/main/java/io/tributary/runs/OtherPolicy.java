// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.time.Duration;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.policy.Architecture;
import io.tributary.schemas.PolicySnapshot;

/// A policy of another run on the same cluster: one that demonstrates, or one that a run begins with.
///
/// @param setting dotted path of the setting that names it, for messages
/// @param user run that wants it, for messages
/// @param origin the run it is of
/// @param snapshot itself
public record OtherPolicy(String setting, String user, Run origin, PolicySnapshot snapshot) {

  /// Reads it.
  ///
  /// @param connection to the cluster of both runs
  /// @param setting dotted path of the setting that names it
  /// @param text `RUN@VERSION`, or `RUN` for the newest
  /// @param user name of the run that wants it
  /// @param spaces of that run
  /// @throws RunException where there is no such run or version, or its spaces are others, naming both
  public static OtherPolicy read(Connection connection, String setting, String text, String user, Spaces spaces) {
    PolicyName name = PolicyName.parse(setting, text);
    if (name.run().equals(user)) {
      throw new RunException("run " + user + ": " + setting + " is '" + text + "', the run itself; expected another run; nothing was started");
    }
    return find(connection, setting, name, user).requireSpaces(spaces);
  }

  private static OtherPolicy find(Connection connection, String setting, PolicyName name, String user) {
    try {
      Run origin = Runs.open(connection, name.run(), Duration.ZERO);
      PolicySnapshot snapshot = name.version().isPresent() ? Policies.version(origin, name.version().getAsLong()) : Policies.requireNewest(origin);
      return new OtherPolicy(setting, user, origin, snapshot);
    } catch (RunException absent) {
      throw new RunException("run " + user + ": " + setting + " is '" + name + "', but " + absent.getMessage(), absent);
    }
  }

  /// The same for a run that exists.
  public static OtherPolicy read(Run user, String setting, String text) {
    return read(user.connection(), setting, text, user.name(), user.spec().spaces());
  }

  private OtherPolicy requireSpaces(Spaces mine) {
    Spaces its = origin.spec().spaces();
    if (!its.equals(mine)) {
      throw new RunException("run " + user + ": " + setting + " is '" + name() + "', which has " + Described.spaces(its) + ", but run " + user
          + " has " + Described.spaces(mine) + "; expected equal spaces; nothing was started");
    }
    return this;
  }

  /// Refuses a policy that is built in another way.
  ///
  /// @throws RunException naming both ways
  public OtherPolicy requireArchitecture(Architecture mine) {
    Architecture its = origin.spec().architecture();
    if (!its.equals(mine)) {
      throw new RunException("run " + user + ": " + setting + " is '" + name() + "', which is built as " + its + ", but run " + user
          + " as " + mine + "; expected equal settings policy.*; nothing was started");
    }
    return this;
  }

  /// It alone, whatever is published later: `RUN@VERSION`.
  public String name() {
    return origin.name() + "@" + snapshot.version();
  }
}
