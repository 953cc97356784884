// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.rejected;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.schemas.Codec;

/// What a record is recognised by in a copy of it. Anybody who may write `steps` can write the headers of a copy, so those alone prove nothing.
///
/// @param first what its steps are called
/// @param count how many they are
/// @param content SHA-256 of all that a copy shares with its original: everything but session, episode and whether the segment is cut
record Fingerprint(StepId first, int count, String content) {
  static Fingerprint of(Steps steps, Codec<Steps> codec) {
    return new Fingerprint(steps.first(), steps.count(), content(steps, codec));
  }

  /// Whether a record has the name that copies of this one have, and its content.
  boolean isOriginalOf(Steps copy, Codec<Steps> codec) {
    return copy.first().environment().equals(Copy.environment(first.environment())) && content.equals(content(copy, codec));
  }

  private static String content(Steps steps, Codec<Steps> codec) {
    StepId first = new StepId(Copy.environment(steps.first().environment()), 0, 0, steps.first().index());
    byte[] shared = codec.encode(new Steps(first, steps.policyVersion(), steps.columns(), steps.ending(), false, steps.returnBefore(), steps.purpose(),
        steps.rewardPending(), steps.firstActedMs(), steps.lastActedMs()));
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(shared));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
