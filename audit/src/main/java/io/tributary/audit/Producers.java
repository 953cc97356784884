// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tributary.schemas.Consumed;
import io.tributary.schemas.PolicySnapshot;

/// What a version says of how far each producer's steps were taken, against its parent: it never goes down, nobody is forgotten early, and
/// together it grows by the steps in the version's ranges.
final class Producers {
  private Producers() {}

  /// Compares.
  ///
  /// @param inRanges steps of the trajectories that `child` took, skipped ones included
  static void compare(String version, PolicySnapshot parent, PolicySnapshot child, long inRanges, Findings findings) {
    Map<List<Object>, Consumed> before = new HashMap<>();
    parent.consumed().forEach(entry -> before.put(key(entry), entry));
    boolean crowded = child.consumed().size() >= Consumed.MOST_SESSIONS;
    long grown = 0;
    for (Consumed entry : child.consumed()) {
      Consumed old = before.remove(key(entry));
      long was = old == null ? 0 : old.steps();
      grown += entry.steps() - was;
      if (entry.steps() < was) {
        differs(findings, version, "producer " + entry.producer() + " session " + entry.session() + " is at " + entry.steps() + " steps; expected at least "
            + was + ", as its parent says");
      }
    }
    for (Consumed gone : before.values()) {
      if (!crowded && child.version() - gone.lastVersion() <= Consumed.SILENT_VERSIONS) {
        differs(findings, version, "producer " + gone.producer() + " session " + gone.session() + " is forgotten, last taken by version " + gone.lastVersion()
            + "; expected it for " + Consumed.SILENT_VERSIONS + " versions");
      }
    }
    if (!crowded && grown != inRanges) {
      differs(findings, version, "producers' steps grow by " + grown + "; expected " + inRanges + ", the steps in its ranges");
    }
  }

  private static void differs(Findings findings, String version, String what) {
    findings.add(FindingKind.CONSUMED_DIFFERS, version, what);
  }

  private static List<Object> key(Consumed entry) {
    return List.of(entry.producer(), entry.session());
  }
}
