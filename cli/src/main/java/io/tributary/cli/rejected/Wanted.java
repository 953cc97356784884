// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.rejected;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

import io.tributary.rl.experience.StepId;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;

/// Which rejections are asked for.
///
/// @param reasons any of these; empty for all
/// @param environment of this id alone
/// @param producer of this producer's environments alone
public record Wanted(Set<RejectionReason> reasons, Optional<String> environment, Optional<String> producer) {
  public Wanted {
    reasons = Set.copyOf(reasons);
  }

  /// All of them.
  public static Wanted all() {
    return new Wanted(Set.of(), Optional.empty(), Optional.empty());
  }

  boolean matches(RejectedStep step) {
    return (reasons.isEmpty() || reasons.contains(step.reason()))
        && environment.map(id -> id.equals(environment(step))).orElse(true)
        && producer.map(name -> name.equals(new StepId(environment(step), 0, 0, 0).producer())).orElse(true);
  }

  /// The environment its key names, whatever bytes those are; empty where it had none.
  static String environment(RejectedStep step) {
    return step.key() == null ? "" : new String(step.key(), StandardCharsets.UTF_8);
  }
}
