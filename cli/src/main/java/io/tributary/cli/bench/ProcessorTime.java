// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Seconds of processor time since [#begin], by part; a thread of this process belongs to the part whose client id or name it carries, the broker is
/// a process of its own.
///
/// **Assumptions.** Used by one thread. What a thread uses between its last sample and its end counts as `jvm`.
final class ProcessorTime {
  private static final double NS = 1e9;
  private static final long SAMPLE_NS = 200_000_000;
  private static final String[] PARTS = {"rollout", "producer", "broker", "topology", "trainer", "other", "jvm"};

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final ProcessHandle broker;
  private final Map<Long, Double> before = new HashMap<>();
  private final Map<Long, Double> newest = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private double processBefore;
  private double brokerBefore;
  private long lastNs;

  ProcessorTime(ProcessHandle broker) {
    this.broker = broker;
  }

  /// Counts from now on.
  void begin() {
    look();
    before.putAll(newest);
    processBefore = process();
    brokerBefore = broker();
  }

  /// Looks at all threads that live now, at most five times a second.
  void sample() {
    if (System.nanoTime() - lastNs > SAMPLE_NS) {
      look();
    }
  }

  private void look() {
    lastNs = System.nanoTime();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null) {
        names.putIfAbsent(thread.getThreadId(), thread.getThreadName());
        newest.merge(thread.getThreadId(), Math.max(0, threads.getThreadCpuTime(thread.getThreadId())) / NS, Math::max);
      }
    }
  }

  /// What was used since it began. `jvm` is what no Java thread of this process used: compiler and collector.
  Map<String, Double> byPart() {
    look();
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (String part : PARTS) {
      seconds.put(part, 0.0);
    }
    double counted = 0;
    for (Map.Entry<Long, Double> thread : newest.entrySet()) {
      double used = thread.getValue() - before.getOrDefault(thread.getKey(), 0.0);
      seconds.merge(part(names.get(thread.getKey())), used, Double::sum);
      counted += used;
    }
    seconds.put("broker", broker() - brokerBefore);
    seconds.put("jvm", Math.max(0, process() - processBefore - counted));
    return seconds;
  }

  private static double process() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / NS;
  }

  private double broker() {
    return broker.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / NS;
  }

  static String part(String thread) {
    String name = thread.toLowerCase(Locale.ROOT);
    if (name.contains(".produce.")) {
      return name.contains("network-thread") ? "producer" : "rollout";
    }
    if (name.contains(".stream") || name.contains("streamthread")) {
      return "topology";
    }
    return name.contains("train") ? "trainer" : "other";
  }
}
