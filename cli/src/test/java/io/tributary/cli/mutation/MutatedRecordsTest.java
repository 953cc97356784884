// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.mutation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.tributary.audit.Audit;
import io.tributary.audit.AuditSettings;
import io.tributary.cli.look.Scan;
import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.replay.Replaying;
import io.tributary.cli.report.Accounts;
import io.tributary.cli.report.Counting;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.Environments;
import io.tributary.env.publish.EnvironmentProducer;
import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;
import io.tributary.replay.ReplayReport;
import io.tributary.replay.ReplayRequest;
import io.tributary.rl.experience.Source;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.learning.StopReason;
import io.tributary.runs.Connection;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;
import io.tributary.schemas.SkippedTrajectory;
import io.tributary.streams.StepCounts;
import io.tributary.streams.StreamsApp;
import io.tributary.trainer.Trainer;

import static org.assertj.core.api.Assertions.assertThat;

/// Mutated records on their way into a run that learns CartPole: the topology stays up, learning goes on, every record has exactly one fate, and no good
/// record of a real producer is rejected.
///
/// A build sends a fifth of what `-Dtributary.mutants=100000` does; what that came to stands in docs/results/bad-input.md.
class MutatedRecordsTest {
  private static final int MUTANTS = Integer.getInteger("tributary.mutants", 20_000);
  private static final long SEED = 20;
  private static final long DEADLINE_NS = TimeUnit.MINUTES.toNanos(4);
  private static final Kernel KERNEL = Kernels.best();
  private static final double LEARNED = 60;

  private Run run;
  private StreamsApp stream;
  private Trainer trainer;
  private List<EnvironmentProducer> producers;
  private int poisons;

  @Test
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void shouldLearnOnThroughMutatedRecords() throws Exception {
    RunSettings settings = RunSettings.of(new Layers().sets(List.of("rollout.environments=8", "rollout.steps=32", "batch.steps=512", "partitions=2")));
    try (EmbeddedKafka broker = EmbeddedKafka.start(BrokerSettings.defaults())) {
      run = Runs.create(Connection.to(broker.bootstrapServers()), settings.spec("mutated", Environments.create("cartpole").spaces(), 1), (short) 1);
      producers = IntStream.range(0, 2).mapToObj(i -> EnvironmentProducer.of(run, settings.rollout().named("p" + i, 100 * i, OptionalLong.empty()), KERNEL))
          .toList();
      stream = Parts.stream(run, settings);
      trainer = Parts.trainer(run, settings, KERNEL, "test");
      try {
        trainer.start();
        stream.start();
        producers.forEach(EnvironmentProducer::start);
        learn();
      } finally {
        producers.forEach(EnvironmentProducer::close);
      }
      await(() -> StepCounts.pending(run) == 0, "every record taken in");
      assertThat(stream.isRunning()).isTrue();
      assertThat(trainer.isRunning()).isTrue();
      stream.close();
      trainer.close();
      requireOneFateEach();
    }
  }

  private void learn() throws Exception {
    await(() -> trainer.status().version() >= 3, "some versions before the first mutant");
    long before = trainer.status().version();
    AtomicReference<Exception> failure = new AtomicReference<>();
    Thread publisher = Thread.ofPlatform().start(() -> publish(failure));
    publisher.join(TimeUnit.NANOSECONDS.toMillis(DEADLINE_NS));
    assertThat(publisher.isAlive()).as("mutants still being sent").isFalse();
    assertThat(failure.get()).isNull();
    long after = trainer.status().version();
    assertThat(after).as("versions went on meanwhile").isGreaterThan(before);
    await(() -> producers.stream().allMatch(producer -> producer.meanReturn().orElse(0) >= LEARNED), "a mean return of " + LEARNED);
    System.out.printf("%d mutants; versions %d before, %d when the last was sent, %d when both producers had a mean return of %.0f%n", MUTANTS, before, after,
        trainer.status().version(), LEARNED);
  }

  private void publish(AtomicReference<Exception> failure) {
    List<String> real = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      real.addAll(List.of("p0/" + i, "p1/" + (100 + i)));
    }
    Mutator mutator = new Mutator(SEED, run.topics().steps().value(), real);
    try (var producer = new KafkaProducer<>(run.connection().properties("mutants"), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < MUTANTS; i++) {
        Mutator.Mutant mutant = mutator.next();
        var _ = producer.send(new ProducerRecord<>(run.topics().steps().name(), mutant.key(), mutant.value()), (metadata, failed) -> {
          if (failed != null) {
            failure.compareAndSet(null, failed);
          }
        });
      }
      poisons = mutator.poisons();
    } catch (RuntimeException failed) {
      failure.compareAndSet(null, failed);
    }
  }

  private void await(BooleanSupplier condition, String what) throws InterruptedException {
    long deadline = System.nanoTime() + DEADLINE_NS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(deadline);
      assertThat(stream.isRunning()).as("the topology runs").isTrue();
      assertThat(trainer.isRunning()).as("the trainer runs").isTrue();
      Thread.sleep(20);
    }
  }

  private void requireOneFateEach() throws InterruptedException {
    Map<Integer, BitSet> fates = new HashMap<>();
    long[] counts = new long[3];
    Map<RejectionReason, Long> reasons = new EnumMap<>(RejectionReason.class);
    Scan.all(run, run.topics().rejected(), read -> {
      RejectedStep step = run.topics().rejected().value().decode(read.value());
      mark(fates, step.partition(), step.offset());
      reasons.merge(step.reason(), 1L, Long::sum);
      counts[step.count() < 0 ? 0 : 1]++;
      assertThat(step.message()).contains("expected").endsWith("; the record goes to mutated.rejected");
      String key = step.key() == null ? "" : new String(step.key(), java.nio.charset.StandardCharsets.UTF_8);
      if (key.startsWith("p")) {
        assertThat(step.reason()).as("good records of real producers are not rejected: %s", step.message())
            .isIn(RejectionReason.MALFORMED, RejectionReason.UNKNOWN_SCHEMA);
      }
    });
    Scan.all(run, run.topics().trajectories(), read -> sources(fates, run.topics().trajectories().value().decode(read.value()).sources()));
    Scan.all(run, run.topics().episodes(), read -> sources(fates, run.topics().episodes().value().decode(read.value()).sources()));
    long[] records = new long[1];
    long[] without = new long[1];
    Scan.all(run, run.topics().steps(), read -> {
      records[0]++;
      without[0] += fates.containsKey(read.partition()) && fates.get(read.partition()).get((int) read.offset()) ? 0 : 1;
    });
    Accounts accounts = new Counting(run).accounts();
    System.out.printf("records in steps %d; rejected: undecodable %d, decoded and failed later %d; by reason %s; %s%n", records[0], counts[0], counts[1],
        reasons, accounts);
    assertThat(accounts.addUp()).as("%s", accounts).isTrue();
    assertThat(Audit.of(run, AuditSettings.defaults()).findings()).isEmpty();
    long[] unfit = new long[2];
    Scan.all(run, run.topics().policies(), read -> {
      PolicySnapshot snapshot = run.topics().policies().value().decode(read.value());
      long skipped = snapshot.skipped().stream().filter(SkippedTrajectory::isUnfit).count();
      unfit[0] += skipped;
      unfit[1] += skipped > 0 && snapshot.stopReason() == StopReason.SKIPPED ? 1 : 0;
    });
    System.out.printf("%d steps records that are accepted and cannot be learned from; trajectories skipped as unfit %d, batches of which nothing was left %d%n",
        poisons, unfit[0], unfit[1]);
    assertThat(unfit[0]).as("trajectories skipped as unfit").isPositive();
    ReplayReport replay = Replaying.verify(run, KERNEL, new ReplayRequest(0, OptionalLong.empty(), false), _ -> { });
    assertThat(replay.findings()).isEmpty();
    assertThat(replay.isEqual()).isTrue();
    assertThat(without[0]).as("records without a fate are open").isLessThanOrEqualTo(accounts.open());
    assertThat(records[0]).isGreaterThan(MUTANTS);
    assertThat(counts[1]).as("decoded and failed later").isGreaterThanOrEqualTo((long) (0.3 * MUTANTS));
    assertThat(reasons.keySet()).contains(RejectionReason.MALFORMED, RejectionReason.UNKNOWN_SCHEMA, RejectionReason.SPACES_DIFFER, RejectionReason.NON_FINITE,
        RejectionReason.IMPOSSIBLE_LOG_PROBABILITY, RejectionReason.DUPLICATE, RejectionReason.LATE, RejectionReason.SUPERSEDED, RejectionReason.NO_OUTCOME);
  }

  private static void sources(Map<Integer, BitSet> fates, List<Source> sources) {
    sources.forEach(source -> mark(fates, source.partition(), source.offset()));
  }

  private static void mark(Map<Integer, BitSet> fates, int partition, long offset) {
    BitSet marked = fates.computeIfAbsent(partition, any -> new BitSet());
    assertThat(marked.get((int) offset)).as("steps-%d@%d has a fate already", partition, offset).isFalse();
    marked.set((int) offset);
  }
}
