// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.report;

/// Environment steps by what became of them. Each number is counted where it lies; none is a difference of others.
///
/// @param published in all readable records of `steps`
/// @param inTrajectories in all records of `trajectories`
/// @param rejected in all records of `rejected` whose count is known
/// @param open in the topology's store of segments not yet closed
/// @param pending in records of `steps` at or above the topology's committed offsets
/// @param evaluated in finished evaluation episodes of `episodes`
/// @param trained as the newest snapshot says
public record Accounts(long published, long inTrajectories, long rejected, long open, long pending, long evaluated, long trained) {

  /// Whether every published step is accounted for exactly once.
  public boolean addUp() {
    return published == inTrajectories + rejected + open + pending + evaluated;
  }
}
