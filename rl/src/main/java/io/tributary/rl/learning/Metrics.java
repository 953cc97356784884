// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/// Figures by name, filled while an update runs and when it is published.
public final class Metrics {
  private final EnumMap<Metric, Double> figures = new EnumMap<>(Metric.class);

  /// @throws ArithmeticException for NaN or an infinity: such an update must not be published
  public Metrics put(Metric metric, double figure) {
    if (!Double.isFinite(figure)) {
      throw new ArithmeticException("metric " + metric.field() + " is " + figure + "; expected a finite number; the update is not published");
    }
    figures.put(metric, figure);
    return this;
  }

  public OptionalDouble get(Metric metric) {
    Double figure = figures.get(metric);
    return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure);
  }

  /// In the order of {@link Metric}.
  public void forEach(BiConsumer<Metric, Double> action) {
    for (Map.Entry<Metric, Double> entry : figures.entrySet()) {
      action.accept(entry.getKey(), entry.getValue());
    }
  }
}
