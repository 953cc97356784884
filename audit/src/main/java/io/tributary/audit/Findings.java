// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Collects what does not hold: all of it counted, the first of it kept.
final class Findings {
  private final int most;
  private final List<Finding> first = new ArrayList<>();
  private final Map<FindingKind, Long> counts = new EnumMap<>(FindingKind.class);

  /// @param most findings that are kept
  Findings(int most) {
    this.most = most;
  }

  void add(FindingKind kind, Object where, String message) {
    counts.merge(kind, 1L, Long::sum);
    if (first.size() < most) {
      first.add(new Finding(kind, where.toString(), message));
    }
  }

  /// The first ones, in the order they were found.
  List<Finding> first() {
    return List.copyOf(first);
  }

  /// How many of each kind, kept or not.
  Map<FindingKind, Long> counts() {
    return counts.isEmpty() ? new EnumMap<>(FindingKind.class) : new EnumMap<>(counts);
  }
}
