// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Map;

/// Seconds of processor time of this process since its start, by part; a thread belongs to the part whose client id or name it carries.
final class ProcessorTime {
  private static final double NS = 1e9;

  private ProcessorTime() {}

  /// Living threads only, so it is read before the parts stop. `jvm` is what no Java thread used: compiler and collector, and threads that ended.
  static Map<String, Double> byPart() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (String part : new String[] {"produce", "stream", "train", "broker", "other", "jvm"}) {
      seconds.put(part, 0.0);
    }
    double counted = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      double used = thread == null ? 0 : Math.max(0, threads.getThreadCpuTime(thread.getThreadId())) / NS;
      if (thread != null) {
        seconds.merge(part(thread.getThreadName()), used, Double::sum);
        counted += used;
      }
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
