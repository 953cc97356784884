// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Seconds of processor time of this process since its start, by part; a thread belongs to the part whose client id or name it carries.
///
/// **Assumptions.** Used by one thread. What a thread uses between its last sample and its end counts as `jvm`.
final class ProcessorTime {
  private static final double NS = 1e9;
  private static final long SAMPLE_NS = 200_000_000;

  private record Used(String thread, double seconds) {}

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Map<Long, Used> newest = new HashMap<>();
  private long lastNs;

  /// Looks at all threads that live now, at most five times a second.
  void sample() {
    if (System.nanoTime() - lastNs > SAMPLE_NS) {
      lastNs = System.nanoTime();
      for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
        if (thread != null) {
          double used = Math.max(0, threads.getThreadCpuTime(thread.getThreadId())) / NS;
          newest.merge(thread.getThreadId(), new Used(thread.getThreadName(), used), (a, b) -> a.seconds() > b.seconds() ? a : b);
        }
      }
    }
  }

  /// What was seen so far. `jvm` is what no Java thread used: compiler and collector.
  Map<String, Double> byPart() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (String part : new String[] {"produce", "stream", "train", "broker", "other", "jvm"}) {
      seconds.put(part, 0.0);
    }
    double counted = 0;
    for (Used used : newest.values()) {
      seconds.merge(part(used.thread()), used.seconds(), Double::sum);
      counted += used.seconds();
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
      seconds.put("jvm", Math.max(0, system.getProcessCpuTime() / NS - counted));
    }
    return seconds;
  }

  static String part(String thread) {
    String name = thread.toLowerCase(java.util.Locale.ROOT);
    if (name.contains(".produce.")) {
      return "produce";
    }
    if (name.contains(".stream") || name.contains("streamthread")) {
      return "stream";
    }
    if (name.contains("train") || name.contains("commit")) {
      return "train";
    }
    boolean broker = name.contains("data-plane") || name.contains("raft") || name.contains("kraft") || name.contains("controller")
        || name.contains("broker") || name.contains("log-") || name.contains("expirationreaper") || name.contains("group-") || name.contains("txn")
        || name.contains("transaction") || name.contains("metadata-loader") || name.contains("kafka-scheduler") || name.contains("replica");
    return broker ? "broker" : "other";
  }
}
