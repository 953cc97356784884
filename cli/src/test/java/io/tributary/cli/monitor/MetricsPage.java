// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.monitor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes docs/metrics.md from what `/metrics` answers.
record MetricsPage(Scrape scrape) {
  private static final String HEAD = """
      # Figures

      Made from what `/metrics` answers by `MonitoredRunTest`; do not edit. How to ask for it: [monitoring.md](monitoring.md).

      Every figure carries the labels `run` and `process`: what the process does, with a number where there may be several (`train`, `stream-0`,
      `produce-1`, `broker`; `demo` or `run` where all parts are in one). Each is counted where the thing happens; none is a difference of others.
      Counters begin at 0 when a process starts, but for `tributary_trainer_steps_trained_total`, which is the run's.
      """;
  private static final String TAIL = """

      Beside these, as Micrometer makes them: `jvm_memory_*`, `jvm_buffer_*`, `jvm_gc_*`, `jvm_threads_*`, `process_*` and `system_*`.
      """;
  private static final Map<String, String> PARTS = new TreeMap<>(Map.of("tributary_trainer_", "Trainer", "tributary_stream_", "Topology",
      "tributary_producer_", "Producer"));

  String text() {
    StringBuilder page = new StringBuilder(HEAD);
    PARTS.forEach((prefix, part) -> page.append(table(part, scrape.families().keySet().stream().filter(name -> name.startsWith(prefix)).sorted().toList())));
    page.append(table("Every process", scrape.families().keySet().stream().filter(MetricsPage::ofEveryProcess).sorted().toList()));
    return page.append(TAIL).toString();
  }

  private static boolean ofEveryProcess(String name) {
    return name.equals("process_resident_memory_bytes") || name.startsWith("tributary_") && PARTS.keySet().stream().noneMatch(name::startsWith);
  }

  private String table(String part, List<String> names) {
    StringBuilder table = new StringBuilder("\n## " + part + "\n\n| figure | kind | labels | what |\n|---|---|---|---|\n");
    names.forEach(name -> table.append("| `" + name + "` | " + scrape.families().get(name) + " | " + labels(name) + " | " + scrape.help(name) + " |\n"));
    return table.toString();
  }

  private String labels(String name) {
    TreeSet<String> labels = new TreeSet<>();
    scrape.samples().stream().filter(sample -> sample.name().equals(name)).forEach(sample -> labels.addAll(sample.labels().keySet()));
    labels.removeAll(List.of("run", "process"));
    return String.join(", ", labels.stream().map(label -> "`" + label + "`").toList());
  }
}
