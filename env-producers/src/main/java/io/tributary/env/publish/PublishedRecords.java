// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/// Where the newest training records of this producer lie and how many steps each has, so that rejected ones can be told from other
/// producers'. Safe to use from several threads.
///
/// A rejection may be read before the record's own acknowledgement: topology and reader can be quicker than the sender's callback. Places
/// beyond the newest acknowledged one are therefore kept until the acknowledgements have passed them.
///
/// Bounded: of each partition the newest [#CAPACITY] records and as many early rejections are remembered. Far more than a window holds; a
/// rejection beyond that is not recognised, and the window then waits for its time-out.
final class PublishedRecords {
  static final int CAPACITY = 8_192;

  private final Map<Integer, Ring> partitions = new HashMap<>();
  private long rejectedSteps;

  /// A record was acknowledged. Offsets of one partition come in ascending order.
  synchronized void acknowledged(int partition, long offset, int steps) {
    Ring ring = ring(partition);
    if (ring.wasRejectedEarly(offset)) {
      rejectedSteps += steps;
    } else {
      ring.add(offset, steps);
    }
  }

  /// The record at this place was rejected, whoever published it. One that is ours counts once.
  synchronized void rejected(int partition, long offset) {
    rejectedSteps += ring(partition).take(offset);
  }

  /// Own steps that were rejected since this was last asked.
  synchronized long takeRejectedSteps() {
    long steps = rejectedSteps;
    rejectedSteps = 0;
    return steps;
  }

  private Ring ring(int partition) {
    return partitions.computeIfAbsent(partition, any -> new Ring());
  }

  private static final class Ring {
    private final long[] offsets = new long[CAPACITY];
    private final int[] steps = new int[CAPACITY];
    private final TreeSet<Long> early = new TreeSet<>();
    private long added;
    private long newest = -1;

    void add(long offset, int count) {
      int at = (int) (added++ % CAPACITY);
      offsets[at] = offset;
      steps[at] = count;
      newest = offset;
    }

    boolean wasRejectedEarly(long offset) {
      boolean rejected = early.contains(offset);
      early.headSet(offset, true).clear();
      newest = offset;
      return rejected;
    }

    int take(long offset) {
      if (offset > newest) {
        early.add(offset);
        if (early.size() > CAPACITY) {
          early.pollFirst();
        }
        return 0;
      }
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
