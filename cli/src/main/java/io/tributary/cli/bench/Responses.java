// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import org.HdrHistogram.Histogram;

import io.tributary.env.publish.RolloutObserver;

/// From events to the policy that learned from them: how long after publishing the last step of a rollout its producer holds a committed version
/// that has learned from all of that rollout.
///
/// **Assumptions.** One producer of the run, whose rollouts fill batches. Told on its thread; asked on another.
final class Responses implements RolloutObserver {
  private static final long LONGEST_NS = 60_000_000_000L;
  private static final int DIGITS = 3;
  private static final double NS_PER_MS = 1e6;

  private record Rollout(long steps, long atNs) {}

  private final LongSupplier clockNs;
  private final Deque<Rollout> pending = new ArrayDeque<>();
  private final Histogram histogram = new Histogram(LONGEST_NS, DIGITS);
  private boolean counting;

  /// By the process's own clock.
  Responses() {
    this(System::nanoTime);
  }

  /// @param clockNs nanoseconds from any moment on
  Responses(LongSupplier clockNs) {
    this.clockNs = clockNs;
  }

  /// From now on it counts: what was published before is warm-up.
  synchronized void begin() {
    counting = true;
    pending.clear();
  }

  @Override
  public synchronized void published(long steps) {
    if (counting) {
      pending.add(new Rollout(steps, clockNs.getAsLong()));
    }
  }

  @Override
  public synchronized void learned(long steps) {
    long now = clockNs.getAsLong();
    while (!pending.isEmpty() && pending.getFirst().steps() <= steps) {
      histogram.recordValue(Math.min(LONGEST_NS, now - pending.removeFirst().atNs()));
    }
  }

  /// Takes what is published from the producer, and what was learned from somebody else.
  RolloutObserver ofPublishing() {
    return new RolloutObserver() {
      @Override
      public void published(long steps) {
        Responses.this.published(steps);
      }
    };
  }

  /// Names and values as `--json` has them, in milliseconds; without values where nothing was counted.
  synchronized Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rollouts", histogram.getTotalCount());
    for (int percent : new int[] {50, 90, 99}) {
      json.put("p" + percent, histogram.getTotalCount() == 0 ? null : (Double) (Math.round(histogram.getValueAtPercentile(percent) / NS_PER_MS * 100) / 100.0));
    }
    json.put("max", histogram.getTotalCount() == 0 ? null : (Double) (Math.round(histogram.getMaxValue() / NS_PER_MS * 100) / 100.0));
    return json;
  }
}
