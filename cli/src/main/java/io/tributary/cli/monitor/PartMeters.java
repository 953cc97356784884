// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.monitor;

import io.tributary.env.publish.EnvironmentProducer;
import io.tributary.monitoring.Histogram;
import io.tributary.monitoring.Meters;
import io.tributary.runs.Durations;
import io.tributary.runs.Part;
import io.tributary.streams.StreamsApp;
import io.tributary.trainer.Trainer;

/// The plain figures of each kind of part as meters.
final class PartMeters {
  private PartMeters() {}

  static void add(Meters meters, Part part) {
    switch (part) {
      case Trainer trainer -> TrainerMeters.add(meters, trainer);
      case StreamsApp stream -> StreamMeters.add(meters, stream);
      case EnvironmentProducer producer -> ProducerMeters.add(meters, producer);
      default -> throw new IllegalStateException("nobody knows the figures of " + part.getClass().getName());
    }
  }

  /// What the process of this one part is called: `train`, `stream-0`, `produce-1`.
  static String process(Part part) {
    return switch (part) {
      case StreamsApp stream -> part.name() + "-" + stream.instance();
      case EnvironmentProducer producer -> part.name() + "-" + producer.number();
      default -> part.name();
    };
  }

  static Histogram histogram(Durations.Totals totals) {
    return new Histogram(Durations.BOUNDS_SECONDS, totals.counts(), totals.seconds());
  }
}
