// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.Optional;

/// One long-running part of a run: producer, topology, trainer or broker.
///
/// **Guarantees.** `start` returns once the part works on its own threads. A part that fails stops itself; `await` then throws what
/// stopped it. `close` may be called at any time, from any thread, more than once, and returns within 10 seconds.
public interface Part extends AutoCloseable {

  /// What it is called in messages: `produce`, `stream`, `train`, `broker`.
  String name();

  /// Begins to work.
  ///
  /// @throws RunException where it cannot begin
  void start();

  /// Returns when the part has finished or was closed.
  ///
  /// @throws RuntimeException what stopped it, if it failed
  void await() throws InterruptedException;

  /// Whether it works: started, neither finished nor failed.
  boolean isRunning();

  /// What keeps it from doing its job at the moment, in words for its operator; empty where nothing does. Quick, and safe from any thread.
  ///
  /// A part may be hindered and still run: it waits for others, or for Kafka to assign it its work.
  Optional<String> hindrance();

  /// Drains and stops.
  @Override
  void close();
}
