// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.cli.report.Counting;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.publish.EnvironmentProducer;
import io.tributary.env.publish.RolloutObserver;
import io.tributary.rl.kernel.Kernel;
import io.tributary.runs.Part;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.streams.StreamsApp;
import io.tributary.trainer.Trainer;
import io.tributary.trainer.TrainerStatus;

/// Producer, topology and trainer of one run in this process; they still meet in topics only.
///
/// **Guarantees.** {@link #drain} stops the producer first and the others when they have worked off what it published, all within
/// {@link #DRAIN_MS}; {@link #close} stops all of them whatever state they are in.
public final class Pipeline implements AutoCloseable {
  /// Longest that producer, topology and trainer together may take to work off what there is. A process that was asked to end has
  /// {@link io.tributary.cli.Shutdown#LIMIT}: the rest of it is for closing the parts and for the summary.
  private static final long DRAIN_MS = 7_000;
  /// What the broker is given to answer a question that is asked shortly before the deadline.
  private static final Duration SHORTEST_ANSWER = Duration.ofSeconds(2);
  private static final long LOOK_MS = 20;
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final Run run;
  private final EnvironmentProducer producer;
  private final StreamsApp stream;
  private final Trainer trainer;
  private volatile RuntimeException failure;

  /// Makes the parts; nothing works yet.
  ///
  /// @param codeVersion which code this is
  public Pipeline(Run run, RunSettings settings, Kernel kernel, String codeVersion) {
    this.run = run;
    producer = Parts.producer(run, settings, kernel);
    stream = Parts.stream(run, settings);
    trainer = Parts.trainer(run, settings, kernel, codeVersion);
  }

  /// Starts the parts side by side, since each waits for Kafka on its own.
  ///
  /// @throws RunException what kept one of them from starting
  public void start() throws InterruptedException {
    atOnce(List.of(trainer::start, stream::start, producer::start));
  }

  /// The parts, in the order they are looked at.
  public List<Part> parts() {
    return List.of(trainer, stream, producer);
  }

  /// How far training has come: committed versions alone.
  public TrainerStatus status() {
    return trainer.status();
  }

  /// Lets somebody look on as the producer publishes and follows, from before the start.
  public void observe(RolloutObserver onlooker) {
    producer.observe(onlooker);
  }

  /// Throws what stopped a part, if one failed; returns whether the trainer has come to its end.
  public boolean trained() throws InterruptedException {
    if (failure != null) {
      throw failure;
    }
    for (Part part : parts()) {
      if (!part.isRunning()) {
        part.await();
      }
    }
    return !trainer.isRunning();
  }

  /// Stops acting, and the rest once nothing published is left to do, or when the limit has passed.
  public void drain() throws InterruptedException {
    long deadline = System.nanoTime() + DRAIN_MS * 1_000_000;
    producer.requestStop();
    if (within(deadline, () -> !producer.isRunning(), "the producer had not published its last steps; they are given up")
        && topologyDone(deadline)) {
      var _ = trainerDone(deadline);
    }
    close();
    trained();
  }

  private boolean topologyDone(long deadline) throws InterruptedException {
    List<TopicTail<byte[], byte[]>> steps = Counting.readers(run, run.topics().steps());
    try {
      return within(deadline, () -> !stream.isRunning() || Counting.caughtUp(run, steps, Counting.committed(run, left(deadline))),
          "the topology had not committed every published step; the rest stays pending until the run goes on");
    } finally {
      steps.forEach(TopicTail::close);
    }
  }

  private boolean trainerDone(long deadline) throws InterruptedException {
    try (TopicTail<Long, PolicySnapshot> policies = TopicTail.open(run.connection(), run.topics().policies(), 0, run.clientId("drain", "policies"))) {
      Newest newest = Newest.of(run);
      return within(deadline, () -> !trainer.isRunning() || newest.drained(policies.seekToLast().map(read -> read.value().ranges()).orElse(List.of())),
          "the trainer had not taken every trajectory; the rest is trained when the run goes on");
    }
  }

  private static Duration left(long deadline) {
    Duration left = Duration.ofNanos(deadline - System.nanoTime());
    return left.compareTo(SHORTEST_ANSWER) > 0 ? left : SHORTEST_ANSWER;
  }

  /// Waits until `done`, a failure, or the deadline; returns whether it is done, and says `late` where it is not.
  private boolean within(long deadline, BooleanSupplier done, String late) throws InterruptedException {
    while (!done.getAsBoolean()) {
      if (failure != null) {
        throw failure;
      }
      if (System.nanoTime() > deadline) {
        LOG.warn("run {}: after {} ms of draining {}", run.name(), DRAIN_MS, late);
        return false;
      }
      Thread.sleep(LOOK_MS);
    }
    return true;
  }

  /// Ends the pipeline with a failure that none of its parts can know; the first one counts. From any thread.
  public void fail(RuntimeException reason) {
    synchronized (this) {
      failure = failure == null ? reason : failure;
    }
  }

  /// What to tell of `thrown`: the failure behind it where there is one.
  RuntimeException reason(RuntimeException thrown) {
    return failure == null ? thrown : failure;
  }

  /// Stops the producer, then topology and trainer side by side.
  @Override
  public void close() {
    producer.close();
    try {
      atOnce(List.of(stream::close, trainer::close));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void atOnce(List<Runnable> actions) throws InterruptedException {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> futures = new ArrayList<>();
      actions.forEach(action -> futures.add(threads.submit(action)));
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException told ? told : new RunException("run " + run.name() + ": " + failed.getCause(), failed);
    }
  }
}
