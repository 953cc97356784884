// SPDX-License-Identifier: Apache-2.0
package io.tributary.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;

/// Memory, garbage collection, threads, processor time and files of this process.
final class ProcessMeters {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final int KIB = 1024;

  private ProcessMeters() {}

  /// @return what has to be closed in the end
  static List<AutoCloseable> bind(Meters meters, MeterRegistry registry) {
    JvmGcMetrics collections = new JvmGcMetrics();
    HeapAfterGc heap = new HeapAfterGc();
    collections.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    meters.gauge("tributary_heap_after_gc_bytes", "Heap in use after the newest garbage collection; NaN before the first.", heap::bytes);
    // The name every Prometheus client uses, so that dashboards of others find it.
    if (residentBytes().isPresent()) {
      meters.gauge("process_resident_memory_bytes", "Memory of the process that is in RAM; absent where there is no /proc.",
          () -> residentBytes().orElse(0));
    }
    return List.of(collections, heap);
  }

  /// Empty where the system does not tell.
  static OptionalLong residentBytes() {
    try {
      Matcher line = RESIDENT.matcher(Files.readString(STATUS));
      return line.find() ? OptionalLong.of(Long.parseLong(line.group(1)) * KIB) : OptionalLong.empty();
    } catch (IOException absent) {
      return OptionalLong.empty();
    }
  }
}
