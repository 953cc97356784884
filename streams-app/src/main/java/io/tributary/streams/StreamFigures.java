// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.Map;
import java.util.function.Predicate;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/// What Kafka's clients in the topology know of their own work.
///
/// @param commits commits of its threads since they began, most of them a transaction
/// @param transactionSeconds time its producers spent on committing transactions
/// @param commitMeanSeconds mean duration of a commit in Kafka's window of half a minute or so; NaN where there was none
/// @param commitMaxSeconds longest of them; NaN where there was none
/// @param lag offsets of steps that are committed and not fetched yet; NaN where this process holds no partition, or does not know it of each it holds
public record StreamFigures(long commits, double transactionSeconds, double commitMeanSeconds, double commitMaxSeconds, double lag) {
  private static final String THREADS = "stream-thread-metrics";
  private static final double MS = 1e3;
  private static final double NANOS = 1e9;
  private static final StreamFigures NONE = new StreamFigures(0, 0, Double.NaN, Double.NaN, Double.NaN);

  static StreamFigures none() {
    return NONE;
  }

  /// @param steps name of the topic the lag is behind
  /// @param held partitions of it that are worked on
  static StreamFigures of(Map<MetricName, ? extends Metric> metrics, String steps, int held) {
    Predicate<MetricName> lag = name -> is(name, "consumer-fetch-manager-metrics", "records-lag") && steps.equals(name.tags().get("topic"));
    boolean known = held > 0 && metrics.keySet().stream().filter(lag).count() >= held;
    return new StreamFigures(
        (long) sum(metrics, name -> is(name, THREADS, "commit-total")),
        sum(metrics, name -> is(name, "producer-metrics", "txn-commit-time-ns-total")) / NANOS,
        max(metrics, name -> is(name, THREADS, "commit-latency-avg")) / MS,
        max(metrics, name -> is(name, THREADS, "commit-latency-max")) / MS,
        known ? sum(metrics, lag) : Double.NaN);
  }

  private static boolean is(MetricName name, String group, String metric) {
    return name.name().equals(metric) && name.group().equals(group);
  }

  private static double sum(Map<MetricName, ? extends Metric> metrics, Predicate<MetricName> wanted) {
    return metrics.entrySet().stream().filter(metric -> wanted.test(metric.getKey())).mapToDouble(metric -> value(metric.getValue()))
        .filter(Double::isFinite).sum();
  }

  private static double max(Map<MetricName, ? extends Metric> metrics, Predicate<MetricName> wanted) {
    return metrics.entrySet().stream().filter(metric -> wanted.test(metric.getKey())).mapToDouble(metric -> value(metric.getValue()))
        .filter(Double::isFinite).max().orElse(Double.NaN);
  }

  private static double value(Metric metric) {
    return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
