// SPDX-License-Identifier: Apache-2.0
package io.tributary.monitoring;

import java.net.URI;
import java.util.Map;

/// One process as its operator sees it: `/health/live`, `/health/ready`, `/metrics`.
///
/// **Guarantees.** Listens from [#start] on, before anything else of the process works, so that a port that is taken is known while there is
/// nothing to undo. Figures and checks may be added and taken away at any time.
///
/// **Example.**
/// ```java
/// try (Monitoring monitoring = Monitoring.start(HttpSettings.defaults().at(9400), Map.of("process", "train"))) {
///   monitoring.health().check("trainer", Health.Kind.READY, trainer::hindrance);
///   monitoring.meters().counter("tributary_trainer_restores_total", "Returns to the log.", () -> trainer.status().restores());
///   trainer.await();
/// }
/// ```
public final class Monitoring implements AutoCloseable {
  private final Health health = new Health();
  private final HttpEndpoint endpoint;
  private volatile Meters meters;
  private boolean closed;

  private Monitoring(HttpSettings settings, Map<String, String> labels) {
    meters = new Meters(labels).process();
    try {
      endpoint = new HttpEndpoint(settings, Map.of(
          "/health/live", () -> HttpEndpoint.of(health.live()),
          "/health/ready", () -> HttpEndpoint.of(health.ready()),
          "/metrics", () -> HttpEndpoint.figures(meters.scrape())));
    } catch (RuntimeException taken) {
      meters.close();
      throw taken;
    }
  }

  /// Listens, with the figures of the JVM and its process.
  ///
  /// @param settings with a port
  /// @param labels of every figure
  /// @throws MonitoringException where that address cannot be had
  public static Monitoring start(HttpSettings settings, Map<String, String> labels) {
    return new Monitoring(settings, labels);
  }

  /// `http://host:port`, with the port that was taken where any would do.
  public URI address() {
    return endpoint.address();
  }

  /// What decides whether the process lives and is ready.
  public Health health() {
    return health;
  }

  /// The figures there are.
  public Meters meters() {
    return meters;
  }

  /// Begins with new figures in place of those there were, under other labels: the process turns to another run.
  public synchronized Meters relabel(Map<String, String> labels) {
    Meters before = meters;
    meters = new Meters(labels).process();
    before.close();
    return meters;
  }

  /// Listens no longer. Closing again does nothing.
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      endpoint.close();
      meters.close();
    }
  }
}
