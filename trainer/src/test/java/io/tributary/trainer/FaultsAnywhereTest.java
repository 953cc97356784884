// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.experience.Trajectory;

import static org.assertj.core.api.Assertions.assertThat;

/// Whatever call of a Kafka client fails, before or after it took effect, with a known or an unknown outcome: the log is that of a trainer
/// to which nothing happened.
class FaultsAnywhereTest {
  private static final int VERSIONS = 4;
  /// How many calls of a method there are for certain, faults included; 5 where nothing is said.
  private static final Map<String, Integer> AMONG = Map.of("send", 14, "endOffsets", 3, "highWatermarks", 3, "initTransactions", 3);

  /// Calls of each method that fail; chosen by a seed, and failing in different ways by the seed too.
  private static Set<Integer> failing(Random random, int among) {
    Set<Integer> calls = new TreeSet<>();
    while (calls.size() < 3) {
      calls.add(1 + random.nextInt(among));
    }
    return calls;
  }

  @ParameterizedTest
  @ValueSource(strings = {"initTransactions", "beginTransaction", "send", "sendOffsetsToTransaction", "commitTransaction", "abortTransaction", "poll",
      "beginningOffsets", "endOffsets", "position", "highWatermarks"})
  void shouldLeaveTheLogOfAnUndisturbedTrainer(String failingMethod) throws Exception {
    long seed = failingMethod.hashCode();
    Random random = new Random(seed);
    List<Trajectory> trajectories = TestRun.trajectories(4 * VERSIONS);
    TestRun test = TestRun.create("any-" + failingMethod.toLowerCase(Locale.ROOT), 1);
    test.produce(trajectories);
    Set<Integer> failing = failing(random, AMONG.getOrDefault(failingMethod, 5));
    AtomicInteger failed = new AtomicInteger();
    Random kinds = new Random(seed + 1);
    FaultyClients clients = FaultyClients.anywhere(test, (client, method, call, real) -> {
      if (failingMethod.equals("abortTransaction") && method.equals("commitTransaction") && call % 2 == 0 && call < 12) {
        throw new KafkaException("injected: to be aborted");
      }
      if (!method.equals(failingMethod) || !failing.contains(call)) {
        return real.call();
      }
      failed.incrementAndGet();
      boolean tookEffect;
      boolean unknown;
      synchronized (kinds) {
        tookEffect = kinds.nextBoolean();
        unknown = kinds.nextBoolean();
      }
      if (tookEffect) {
        var _ = real.call();
      }
      String what = "injected into " + method + " " + call + (tookEffect ? " after" : " before") + " it took effect";
      throw unknown ? new TimeoutException(what) : new KafkaException(what);
    });
    try (Trainer trainer = test.trainer(new ToyAlgorithm(), TestRun.settings().withUncommitted(1).stoppingAfter(0, VERSIONS), clients)) {
      trainer.start();
      trainer.await();
    }
    assertThat(failed).as("faults of %s, seed %d, calls %s", failingMethod, seed, failing).hasPositiveValue();
    Chain.require(test.snapshots(), 1);
    assertThat(test.hashes()).isEqualTo(TestRun.uninterrupted(new ToyAlgorithm(), trajectories));
  }
}
