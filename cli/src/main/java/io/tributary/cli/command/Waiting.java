// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.time.Duration;

import io.tributary.runs.Connection;
import io.tributary.runs.NotAllowedException;
import io.tributary.runs.RunException;
import io.tributary.runs.Runs;

/// Waits for what others start.
final class Waiting {
  private static final long RETRY_MS = 200;

  private Waiting() {}

  /// Returns when Kafka answers; at once for no wait, so that whoever comes next says what is missing.
  static void forBroker(Connection connection, Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        Runs.names(connection);
        return;
      } catch (NotAllowedException refused) {
        throw refused;
      } catch (RunException absent) {
        Thread.sleep(RETRY_MS);
      }
    }
  }
}
