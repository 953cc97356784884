// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import io.tributary.cli.settings.RunSettings;

/// Loads what the parts will need while the broker starts on the other core.
final class Warmup {
  private Warmup() {}

  static void of(RunSettings settings) {
    try {
      Class.forName("org.apache.kafka.clients.consumer.KafkaConsumer");
      Class.forName("org.apache.kafka.clients.producer.KafkaProducer");
      Class.forName("org.apache.kafka.streams.KafkaStreams");
      Class.forName("org.apache.kafka.streams.processor.internals.StreamThread");
    } catch (ClassNotFoundException absent) {
      throw new IllegalStateException(settings.environment() + ": " + absent.getMessage() + " is not on the class path", absent);
    }
  }
}
