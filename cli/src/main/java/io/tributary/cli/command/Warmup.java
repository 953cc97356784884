// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.tributary.cli.pipeline.InProcess;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.Environment;
import io.tributary.rl.kernel.Kernel;

/// Loads and compiles what the parts will need while the broker starts on the other core.
final class Warmup {
  private static final long COMPILE_NANOS = 2_000_000_000L;

  private Warmup() {}

  /// Begins on threads of its own; done when the classes are loaded. Compiling goes on beside the start of the run until its time is over.
  static CompletableFuture<Void> begin(RunSettings settings, Kernel kernel, Supplier<Environment> environments) {
    Thread.ofPlatform().daemon().name("warm-up").start(() -> new InProcess(settings, kernel, environments).warmUp(COMPILE_NANOS));
    return CompletableFuture.runAsync(Warmup::loadClasses);
  }

  private static void loadClasses() {
    try {
      Class.forName("org.apache.kafka.clients.consumer.KafkaConsumer");
      Class.forName("org.apache.kafka.clients.producer.KafkaProducer");
      Class.forName("org.apache.kafka.streams.KafkaStreams");
      Class.forName("org.apache.kafka.streams.processor.internals.StreamThread");
    } catch (ClassNotFoundException absent) {
      throw new IllegalStateException(absent.getMessage() + " is not on the class path", absent);
    }
  }
}
