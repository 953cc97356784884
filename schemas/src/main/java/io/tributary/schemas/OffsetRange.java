// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// Offsets of one `trajectories` partition, half-open.
public record OffsetRange(int partition, long from, long until) {
  public OffsetRange {
    if (partition < 0 || from < 0 || until < from) {
      throw new IllegalArgumentException("offset range " + partition + ":[" + from + ", " + until + "); expected 0 ≤ from ≤ until");
    }
  }
}
