// SPDX-License-Identifier: Apache-2.0
package io.tributary.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/// Figures of one process for Prometheus: read where they are kept, at the moment they are asked for.
///
/// **Assumptions.** What reads a figure is quick and safe from any thread. Names are those Prometheus will show, units last
/// (`tributary_trainer_commit_seconds`), counters ending in `_total`.
///
/// **Guarantees.** Every figure carries the labels the meters were made with. A figure that cannot be read is shown as NaN, not left out.
public final class Meters implements AutoCloseable {
  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT).throwExceptionOnRegistrationFailure();
  private final Labels labels;
  /// The registry refers to what it reads weakly.
  private final List<Object> kept = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> bound = new ArrayList<>();

  /// @param labels of every figure
  Meters(Map<String, String> labels) {
    List<Tag> tags = new ArrayList<>();
    labels.forEach((name, value) -> tags.add(Tag.of(name, value)));
    registry.config().commonTags(tags);
    this.labels = labels(labels);
  }

  /// A figure that only grows while the process lives.
  public Meters counter(String name, String what, DoubleSupplier figure) {
    return counter(name, what, Map.of(), figure);
  }

  /// The same, one of several under a name.
  ///
  /// @param which labels that tell it from the others
  public Meters counter(String name, String what, Map<String, String> which, DoubleSupplier figure) {
    kept.add(figure);
    FunctionCounter.builder(name, figure, DoubleSupplier::getAsDouble).description(what).tags(tags(which)).register(registry);
    return this;
  }

  /// A figure that goes up and down.
  public Meters gauge(String name, String what, DoubleSupplier figure) {
    return gauge(name, what, Map.of(), figure);
  }

  /// The same, one of several under a name.
  ///
  /// @param which labels that tell it from the others
  public Meters gauge(String name, String what, Map<String, String> which, DoubleSupplier figure) {
    kept.add(figure);
    Gauge.builder(name, figure, DoubleSupplier::getAsDouble).description(what).tags(tags(which)).register(registry);
    return this;
  }

  /// Durations by class, from which Prometheus estimates quantiles.
  public Meters histogram(String name, String what, Supplier<Histogram> figure) {
    registry.getPrometheusRegistry().register(new Collector() {
      @Override
      public MetricSnapshot collect() {
        return snapshot(name, what, figure.get());
      }

      @Override
      public String getPrometheusName() {
        return name;
      }
    });
    return this;
  }

  private MetricSnapshot snapshot(String name, String what, Histogram histogram) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < histogram.counts().size(); i++) {
      double bound = i < histogram.boundsSeconds().size() ? histogram.boundsSeconds().get(i) : Double.POSITIVE_INFINITY;
      buckets.bucket(bound, histogram.counts().get(i));
    }
    var point = HistogramDataPointSnapshot.builder().labels(labels).classicHistogramBuckets(buckets.build()).sum(histogram.sumSeconds()).build();
    return HistogramSnapshot.builder().name(name).help(what).dataPoint(point).build();
  }

  /// The figures of the JVM and its process.
  Meters process() {
    bound.addAll(ProcessMeters.bind(this, registry));
    return this;
  }

  private static Tags tags(Map<String, String> which) {
    Tags tags = Tags.empty();
    for (Map.Entry<String, String> label : which.entrySet()) {
      tags = tags.and(label.getKey(), label.getValue());
    }
    return tags;
  }

  private static Labels labels(Map<String, String> all) {
    Labels.Builder labels = Labels.builder();
    all.forEach(labels::label);
    return labels.build();
  }

  /// All of them in Prometheus' text format 0.0.4.
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    for (AutoCloseable binding : bound) {
      try {
        binding.close();
      } catch (Exception failed) {
        throw new IllegalStateException("figures of the JVM could not be let go of", failed);
      }
    }
    registry.close();
  }
}
