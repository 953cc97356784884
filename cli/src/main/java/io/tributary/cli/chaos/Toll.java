// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was done to the processes, and what they did by themselves.
final class Toll {
  private final Map<Victim, Integer> kills = new EnumMap<>(Victim.class);
  private final Map<Victim, List<Long>> recoveries = new EnumMap<>(Victim.class);
  private final List<String> unexpected = new ArrayList<>();
  private int atStart;

  Toll() {
    for (Victim victim : Victim.values()) {
      kills.put(victim, 0);
      recoveries.put(victim, new ArrayList<>());
    }
  }

  void killed(Victim victim) {
    kills.merge(victim, 1, Integer::sum);
  }

  void killedAtStart() {
    atStart++;
  }

  /// @param ms from the start after a kill to the first sign of life
  void recovered(Victim victim, long ms) {
    recoveries.get(victim).add(ms);
  }

  /// A process ended, or failed to end, by itself.
  void unexpected(String what) {
    unexpected.add(what);
  }

  List<String> unexpected() {
    return List.copyOf(unexpected);
  }

  int counted() {
    return kills.values().stream().mapToInt(Integer::intValue).sum();
  }

  int fewest() {
    return Collections.min(kills.values());
  }

  /// Names and values as `--json` has them.
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kills", counted());
    json.put("killsNotCounted", atStart);
    Map<String, Object> parts = new LinkedHashMap<>();
    for (Victim victim : Victim.values()) {
      List<Long> sorted = recoveries.get(victim).stream().sorted().toList();
      Map<String, Object> part = new LinkedHashMap<>();
      part.put("kills", kills.get(victim));
      part.put("recoveryMsMedian", sorted.isEmpty() ? null : sorted.get(sorted.size() / 2));
      part.put("recoveryMsMax", sorted.isEmpty() ? null : sorted.getLast());
      parts.put(victim.label(), part);
    }
    json.put("parts", parts);
    json.put("unexpectedEnds", unexpected);
    return json;
  }
}
