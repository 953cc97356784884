// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.Environment;
import io.tributary.env.inprocess.InProcess;
import io.tributary.rl.kernel.Kernel;

/// Loads and compiles what the parts will need while the broker starts on the other core.
final class Warmup {
  /// Short: on two cores the broker's start is what it takes the time from.
  private static final long COMPILE_NANOS = 1_200_000_000L;
  /// One step has no spread: no batch to learn from.
  private static final int FEWEST_STEPS = 2;
  private static final Logger LOG = LoggerFactory.getLogger(Warmup.class);

  private Warmup() {}

  /// Begins on threads of its own; done when the classes are loaded. Compiling goes on beside the start of the run until its time is over.
  static CompletableFuture<Void> begin(RunSettings settings, Kernel kernel, Supplier<Environment> environments) {
    Thread.ofPlatform().daemon().name("warm-up").start(() -> compile(settings, kernel, environments));
    return CompletableFuture.runAsync(Warmup::loadClasses);
  }

  /// Lets the compiler see rollouts and updates for a while, so that a run does not begin at the interpreter's speed: there the Vector API is
  /// hundreds of times slower. Rollouts whose size nobody knows beforehand (whole episodes) might not end in the time; the run then does without.
  static void compile(RunSettings settings, Kernel kernel, Supplier<Environment> environments) {
    if (settings.rollout().rollout().stepsPerRollout() < FEWEST_STEPS) {
      return;
    }
    long until = System.nanoTime() + COMPILE_NANOS;
    try (InProcess learning = Parts.inProcess(settings, environments, kernel)) {
      var _ = learning.train(agent -> System.nanoTime() > until);
    } catch (RuntimeException | LinkageError failed) {
      LOG.debug("the warm-up ended early; the run begins slower, and says itself what is wrong", failed);
    }
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
