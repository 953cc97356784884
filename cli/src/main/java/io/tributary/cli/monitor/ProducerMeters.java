// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.monitor;

import io.tributary.env.publish.EnvironmentProducer;
import io.tributary.monitoring.Meters;

/// What a producer shows.
final class ProducerMeters {
  private ProducerMeters() {}

  static void add(Meters meters, EnvironmentProducer producer) {
    meters
        .counter("tributary_producer_steps_published_total", "Steps the brokers have acknowledged.", producer::stepsPublished)
        .counter("tributary_producer_steps_rejected_total", "Own steps that the topology rejected, as far as the window had to know.", producer::stepsRejected)
        .counter("tributary_producer_rollouts_total", "Rollouts played.", producer::rollouts)
        .counter("tributary_producer_episodes_total", "Episodes that ended.", producer::episodes)
        .counter("tributary_producer_window_waits_total", "Times the window was closed when a rollout was due.", producer::windowWaits)
        .counter("tributary_producer_window_wait_seconds_total", "How long they took together.", producer::windowWaitSeconds)
        .counter("tributary_producer_window_timeouts_total", "Waits that ended by time-out: a rollout was played all the same.", producer::windowTimeouts)
        .gauge("tributary_producer_policy_version", "Version that acts; −1 before the first, and where a demonstrator acts.", producer::policyVersion)
        .gauge("tributary_producer_episode_return_mean", "Mean return of the last 100 episodes; NaN before the first ended.",
            () -> producer.meanReturn().orElse(Double.NaN))
        .gauge("tributary_producer_unacknowledged_records", "Records that were sent and not acknowledged yet.", producer::recordsUnacknowledged);
  }
}
