// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import io.tributary.rl.learning.Agent;
import io.tributary.rl.policy.PolicyState;

/// Three SHA-256 in lower-case hexadecimal that pin an agent bit for bit.
///
/// @param parameters of the parameters, little-endian float32
/// @param statistics of observation normaliser and return scale, little-endian float64: count, means, squares of each
/// @param moments of the optimiser's moments, little-endian float32, and its two step counters
public record AgentHashes(String parameters, String statistics, String moments) {

  /// The first of them, of a policy alone.
  public static String parameters(PolicyState policy) {
    return AgentDigest.parameters(policy);
  }

  /// The second of them, of a policy alone.
  public static String statistics(PolicyState policy) {
    return AgentDigest.statistics(policy);
  }

  /// The hashes of `agent`.
  public static AgentHashes of(Agent agent) {
    return AgentDigest.of(agent);
  }
}
