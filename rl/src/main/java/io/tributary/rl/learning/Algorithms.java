// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.NetworkPolicy;
import io.tributary.rl.policy.NetworkValueFunction;
import io.tributary.rl.policy.PolicyArchitecture;

/// The named algorithms: each is a row of settings for the one {@link PolicyGradient}.
public final class Algorithms {
  private static final Map<String, LearnerSettings> ROWS = rows();

  private Algorithms() {}

  private static Map<String, LearnerSettings> rows() {
    Map<String, LearnerSettings> rows = new LinkedHashMap<>();
    rows.put("ppo", LearnerSettings.defaults());
    return rows;
  }

  /// The names there are.
  public static Set<String> names() {
    return Collections.unmodifiableSet(ROWS.keySet());
  }

  /// The row of that name.
  ///
  /// @throws IllegalArgumentException if there is none
  public static LearnerSettings named(String name) {
    LearnerSettings row = ROWS.get(name);
    if (row == null) {
      throw new IllegalArgumentException("learner.algorithm is '" + name + "'; expected one of " + ROWS.keySet());
    }
    return row;
  }

  /// The algorithm for a run's spaces and architecture.
  ///
  /// @param seed of the shuffles; fresh parameters take theirs in {@link Algorithm#initial}
  public static Algorithm of(Spaces spaces, Architecture architecture, LearnerSettings settings, long seed, Kernel kernel) {
    PolicyArchitecture networks = new PolicyArchitecture(spaces, architecture, kernel);
    return new PolicyGradient(spaces, new NetworkPolicy(networks), new NetworkValueFunction(networks), architecture.normaliseObservations(), settings,
        seed, kernel);
  }
}
