// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Algorithm;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.policy.Architecture;
import io.tributary.runs.Read;
import io.tributary.runs.RunException;
import io.tributary.schemas.AgentHashes;
import io.tributary.schemas.PolicySnapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WarmStartTest {
  private static final Architecture LINEAR = new Architecture(List.of(), "tanh", 0, true);

  private static Algorithm ppo(Architecture architecture) {
    return Algorithms.of(Experience.SPACES, architecture, LearnerSettings.defaults(), null, 7, Kernels.best());
  }

  private static TestRun origin;

  @BeforeAll
  static void trainFourVersions() throws InterruptedException {
    origin = TestRun.create("origin", 1);
    origin.produce(TestRun.trajectories(12));
    origin.trainTo(3, ppo(TestRun.SMALL));
  }

  @Test
  void shouldBeginWithThePolicyAndNothingElseOfTheVersionNamed() throws Exception {
    PolicySnapshot named = origin.snapshots().get(2);
    TestRun test = TestRun.create("warm", 1, TestRun.SMALL, "origin@2");
    test.produce(TestRun.trajectories(4));
    test.trainTo(1, ppo(TestRun.SMALL));
    AgentHashes fresh = AgentHashes.of(ppo(TestRun.SMALL).initial(7));

    PolicySnapshot zero = test.snapshots().getFirst();
    assertThat(zero.hashes()).isEqualTo(new AgentHashes(named.hashes().parameters(), named.hashes().statistics(), fresh.moments()));
    assertThat(zero.policy().parameters()).isEqualTo(named.policy().parameters());
    assertThat(zero.stepsTrained()).isZero();
    assertThat(zero.hashes().parameters()).isNotEqualTo(fresh.parameters());
    Agent kept = test.read(test.run.topics().checkpoints()).stream().filter(read -> read.key().equals("v0")).map(Read::value).findFirst().orElseThrow().agent();
    assertThat(AgentHashes.of(kept)).as("a replay needs nothing of the other run").isEqualTo(zero.hashes());
    assertThat(test.snapshots().get(1).epochsDone()).as("its statistics are warm already").isPositive();
  }

  @Test
  void shouldGoOnFromItsOwnLogAfterwards() throws Exception {
    TestRun test = TestRun.create("goes-on", 1, TestRun.SMALL, "origin");
    test.produce(TestRun.trajectories(8));
    test.trainTo(1, ppo(TestRun.SMALL));
    test.trainTo(2, ppo(TestRun.SMALL));

    assertThat(test.snapshots()).extracting(PolicySnapshot::version).containsExactly(0L, 1L, 2L);
    assertThat(test.snapshots().getFirst().policy().parameters()).as("the newest").isEqualTo(origin.snapshots().getLast().policy().parameters());
    assertThat(test.snapshots().getLast().stepsTrained()).isEqualTo(128);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      origin@9 | run origin has no version 9; expected 0 to 3
      nobody | run nobody: no topic nobody.spec
      origin@1 | which is built as Architecture[hidden=[8]
      """)
  void shouldNotStartWithWhatDoesNotFit(String initial, String said) throws Exception {
    TestRun test = TestRun.create("no-" + Math.abs(initial.hashCode()), 1, LINEAR, initial);
    assertThatThrownBy(() -> test.trainTo(1, ppo(LINEAR))).isInstanceOf(RunException.class).hasMessageContainingAll("initial is '" + initial + "'", said);
    assertThat(test.snapshots()).isEmpty();
  }
}
