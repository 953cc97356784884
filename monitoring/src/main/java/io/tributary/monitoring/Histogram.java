// SPDX-License-Identifier: Apache-2.0
package io.tributary.monitoring;

import java.util.List;

/// How often something took how long.
///
/// @param boundsSeconds upper bounds of the classes, inclusive and ascending; a last class without bound follows
/// @param counts of each class, one more than there are bounds
/// @param sumSeconds of all of them
public record Histogram(List<Double> boundsSeconds, List<Long> counts, double sumSeconds) {
  public Histogram {
    boundsSeconds = List.copyOf(boundsSeconds);
    counts = List.copyOf(counts);
    if (counts.size() != boundsSeconds.size() + 1) {
      throw new IllegalArgumentException(counts.size() + " counts for " + boundsSeconds.size() + " bounds; expected one more");
    }
  }
}
