// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.tributary.rl.learning.Agent;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.policy.PolicyState;
import io.tributary.schemas.AgentHashes;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.trainer.Publication;

/// Compares a version that was computed again with its snapshot.
final class VersionCheck {
  private final String run;
  private final Tally tally;

  private enum Hash {
    PARAMETERS("the hash of its parameters", AgentHashes::parameters),
    STATISTICS("the hash of its normaliser and return scale", AgentHashes::statistics),
    MOMENTS("the hash of its optimiser's moments", AgentHashes::moments);

    private final String words;
    private final Function<AgentHashes, String> of;

    Hash(String words, Function<AgentHashes, String> of) {
      this.words = words;
      this.of = of;
    }

    String of(AgentHashes hashes) {
      return of.apply(hashes);
    }
  }

  VersionCheck(String run, Tally tally) {
    this.run = run;
    this.tally = tally;
  }

  /// What a comparison came to.
  ///
  /// @param equal whether everything is the same
  /// @param diverged whether the learner itself is another one, so that no later version can be the same
  record Outcome(boolean equal, boolean diverged) {}

  /// @param origin says what the version was computed from, for messages
  Outcome compare(Publication rebuilt, PolicySnapshot recorded, String origin) {
    long before = tally.findings();
    Agent agent = rebuilt.agent();
    AgentHashes expected = AgentHashes.of(agent);
    AgentHashes got = recorded.hashes();
    String from = " (" + origin + ")";
    for (Hash hash : Hash.values()) {
      if (!hash.of(expected).equals(hash.of(got))) {
        found(recorded, hash.words, hash.of(expected) + from, hash.of(got));
      }
    }
    policy(agent.policy(), recorded, from);
    differ(recorded, "its parent", rebuilt.version() - 1, recorded.parent());
    differ(recorded, "its ranges", rebuilt.ranges(), recorded.ranges());
    differ(recorded, "steps trained", agent.stepsTrained(), recorded.stepsTrained());
    differ(recorded, "epochs done", rebuilt.update().epochsDone(), recorded.epochsDone());
    differ(recorded, "the reason it stopped", rebuilt.update().stopReason(), recorded.stopReason());
    differ(recorded, "what producers have had consumed", rebuilt.progress().consumed(), recorded.consumed());
    return new Outcome(tally.findings() == before, !expected.equals(got));
  }

  /// The numbers themselves: hashes may be right beside numbers that are not.
  private void policy(PolicyState expected, PolicySnapshot recorded, String from) {
    PolicyState got = recorded.policy();
    int at = FloatBits.mismatch(expected.parameters(), got.parameters());
    if (at >= 0) {
      found(recorded, "parameter " + at, number(expected.parameters(), at) + from, number(got.parameters(), at));
    }
    moments(recorded, "observation statistics", expected.observations(), got.observations());
    moments(recorded, "return scale", expected.returns(), got.returns());
  }

  private static String number(float[] parameters, int at) {
    return at < parameters.length ? FloatBits.text(parameters[at]) : "absent";
  }

  private void moments(PolicySnapshot recorded, String what, Moments expected, Moments got) {
    if (expected.features() != got.features()) {
      differ(recorded, what, expected.features() + " features", got.features() + " features");
      return;
    }
    differ(recorded, what + ": count", expected.count(), got.count());
    for (int i = 0; i < expected.features(); i++) {
      if (!same(expected.mean(i), got.mean(i)) || !same(expected.squares(i), got.squares(i))) {
        differ(recorded, what + ": mean and squares of feature " + i, List.of(expected.mean(i), expected.squares(i)), List.of(got.mean(i), got.squares(i)));
        return;
      }
    }
  }

  private static boolean same(double a, double b) {
    return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
  }

  /// Compares what a kept checkpoint holds with the agent of its version, and its snapshot.
  ///
  /// @param expected hashes of that version
  /// @return whether it is the same
  boolean checkpoint(String where, AgentHashes expected, Agent kept) {
    AgentHashes got = AgentHashes.of(kept);
    for (Hash hash : Hash.values()) {
      if (!hash.of(expected).equals(hash.of(got))) {
        tally.found(new Finding(Finding.Kind.CHECKPOINT, where, hash.words, hash.of(expected), hash.of(got)));
      }
    }
    return got.equals(expected);
  }

  void differ(PolicySnapshot recorded, String what, Object expected, Object got) {
    if (!Objects.equals(expected, got)) {
      found(recorded, what, String.valueOf(expected), String.valueOf(got));
    }
  }

  private void found(PolicySnapshot recorded, String what, String expected, String got) {
    tally.found(new Finding(Finding.Kind.VERSION, where(recorded.version()), what, expected, got));
  }

  String where(long version) {
    return run + " version " + version;
  }
}
