// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay.lineage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.tributary.runs.Run;

/// What became of an event, and which versions it made.
///
/// @param event its coordinates
/// @param what it is, in words
/// @param fate where its steps have ended
/// @param trajectory coordinates of the trajectory that holds them; null where none does
/// @param version the version whose batch that trajectory belongs to; null for none
/// @param newest version of the run; −1 for none
/// @param detail reason of a rejection or skip, or what else is to be said; empty for nothing
public record EventLineage(String event, String what, Fate fate, String trajectory, Long version, long newest, String detail) {

  /// Where the steps of an event can be.
  public enum Fate {
    /// A version learned from them.
    TRAINED,
    /// The first version took their trajectory without an update: it only filled its statistics.
    TAKEN,
    /// A version took their trajectory without learning from it, or passed over it because it was gone.
    SKIPPED,
    /// Their trajectory is in no version yet.
    NOT_CONSUMED,
    /// They were rejected.
    REJECTED,
    /// They belong to an evaluation episode.
    EVALUATED,
    /// Their segment is not closed.
    OPEN,
    /// The topology has not read them.
    PENDING,
    /// Retention has removed what would tell.
    EXPIRED,
    /// The topology has read them, and they are in no place.
    LOST
  }

  /// Looks for an event.
  ///
  /// @param at a record of the run's steps, or of its trajectories; for a what-if, of the run whose trajectories it learned from
  /// @throws RunException where the run has no such record and never had
  public static EventLineage of(Run run, Coordinates at) {
    return new EventSearch(run, at).find();
  }

  /// For people.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("[" + event + "] " + what);
    if (trajectory != null && !trajectory.equals(event)) {
      lines.add("in trajectory " + trajectory);
    }
    String because = detail.isEmpty() ? "" : ": " + detail;
    String descend = version != null && newest > version ? "; versions " + (version + 1) + " to " + newest + " descend from that" : "";
    lines.add(switch (fate) {
      case TRAINED -> "version " + version + " learned from it" + descend;
      case TAKEN -> "version " + version + " took it without an update, for its statistics alone" + because + descend;
      case SKIPPED -> "version " + version + " skipped it" + because + "; no version learned from it";
      case NOT_CONSUMED -> "no version has taken it yet" + (newest < 0 ? "" : "; the newest is " + newest);
      case REJECTED -> "rejected" + because + "; no version learned from this record (a copy that was sent again is an event of its own)";
      case EVALUATED -> "evaluation" + because + "; no version learned from it";
      case OPEN -> "its segment is still open";
      case PENDING -> "pending" + because;
      case EXPIRED -> "expired" + because;
      case LOST -> "lost" + because;
    });
    return lines;
  }

  /// For programs.
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("event", event);
    json.put("what", what);
    json.put("fate", fate.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.put("trajectory", trajectory);
    json.put("version", version);
    json.put("descendants", (fate == Fate.TRAINED || fate == Fate.TAKEN) && newest > version ? List.of(version + 1, newest) : List.of());
    json.put("detail", detail);
    return json;
  }
}
