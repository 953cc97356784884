// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import io.tributary.rl.learning.Agent;

/// Three SHA-256 in lower-case hexadecimal that pin an agent bit for bit.
///
/// @param parameters of the parameters, little-endian float32
/// @param statistics of observation normaliser and return scale, little-endian float64: count, means, squares of each
/// @param moments of the optimiser's moments, little-endian float32, and its two step counters
public record AgentHashes(String parameters, String statistics, String moments) {

  /// The hashes of `agent`.
  public static AgentHashes of(Agent agent) {
    return AgentDigest.of(agent);
  }
}
