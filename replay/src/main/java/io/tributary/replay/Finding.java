// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.LinkedHashMap;
import java.util.Map;

/// Something that is not what the log makes of itself.
///
/// @param kind of what
/// @param where version or coordinates
/// @param what is different: a hash, a column, a field
/// @param expected what was computed
/// @param got what is recorded
public record Finding(Kind kind, String where, String what, String expected, String got) {

  /// What a finding is about.
  public enum Kind {
    /// A version of the policy.
    VERSION,
    /// A trajectory.
    TRAJECTORY,
    /// An evaluation episode.
    EPISODE,
    /// A kept checkpoint.
    CHECKPOINT
  }

  /// One line.
  public String line() {
    return "[" + where + "] " + what + " is " + got + "; expected " + expected;
  }

  /// Names and values for a report.
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", kind.name().toLowerCase(java.util.Locale.ROOT));
    json.put("where", where);
    json.put("what", what);
    json.put("expected", expected);
    json.put("got", got);
    return json;
  }
}
