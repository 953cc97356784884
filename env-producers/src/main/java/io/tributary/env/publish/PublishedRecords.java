// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.util.HashMap;
import java.util.Map;

/// Where the newest acknowledged training records of this producer lie and how many steps each has, so that rejected ones can be told from
/// other producers'. Safe to use from several threads.
///
/// Bounded: of each partition the newest [#CAPACITY] records are remembered. Far more than a window holds; a rejection of an older one is not
/// recognised, and the window then waits for its time-out.
final class PublishedRecords {
  static final int CAPACITY = 8_192;

  private final Map<Integer, Ring> partitions = new HashMap<>();

  /// A record was acknowledged. Offsets of one partition come in ascending order.
  synchronized void add(int partition, long offset, int steps) {
    partitions.computeIfAbsent(partition, any -> new Ring()).add(offset, steps);
  }

  /// Steps of the record at this place, and forgets it; 0 where it is not ours, too old, or was asked for before.
  synchronized int take(int partition, long offset) {
    Ring ring = partitions.get(partition);
    return ring == null ? 0 : ring.take(offset);
  }

  private static final class Ring {
    private final long[] offsets = new long[CAPACITY];
    private final int[] steps = new int[CAPACITY];
    private long added;

    void add(long offset, int count) {
      int at = (int) (added++ % CAPACITY);
      offsets[at] = offset;
      steps[at] = count;
    }

    int take(long offset) {
      long low = Math.max(0, added - CAPACITY);
      long high = added - 1;
      while (low <= high) {
        long middle = (low + high) >>> 1;
        int at = (int) (middle % CAPACITY);
        if (offsets[at] == offset) {
          int count = steps[at];
          steps[at] = 0;
          return count;
        }
        if (offsets[at] < offset) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return 0;
    }
  }
}
