// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.policy.PolicyState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What cannot be learned from is refused by name, and nothing that is not a number gets out.
class RefusalTest {
  private final Algorithm ppo = Algorithms.of(Cases.DISCRETE, Cases.SMALL, LearnerSettings.defaults(), null, 1, Kernels.best());

  private static Columns.Builder columns(int n) {
    return new Columns.Builder(n, 3, 1).observations(new float[n * 3], 0).discreteActions(new int[n], 0).rewards(new float[n], 0);
  }

  private static Trajectory trajectory(Columns columns, Ending ending) {
    return Cases.trajectory(columns, 7, ending, 0);
  }

  private static Batch batch(Trajectory... trajectories) {
    return Batch.of(Cases.DISCRETE, List.of(trajectories));
  }

  @Test
  void shouldRefuseStepsOfAPolicyThatRecordedNoProbabilities() {
    Trajectory plain = trajectory(columns(3).build(), Ending.TERMINATED);
    assertThat(ppo.unusable(plain)).hasValueSatisfying(reason -> assertThat(reason).startsWith("no log-probabilities"));
    assertThatThrownBy(() -> ppo.update(ppo.initial(1), batch(plain))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("p/7 session 1 episode 0 step 0 has no log-probabilities");
  }

  @Test
  void shouldRefuseAFutureThatNothingEstimates() {
    Trajectory blind = trajectory(columns(3).logProbabilities(new float[3], 0).build(), Ending.TRUNCATED);
    assertThat(ppo.unusable(blind)).hasValueSatisfying(reason -> assertThat(reason).contains("no observation after its last step"));
    assertThat(ppo.unusable(trajectory(columns(3).logProbabilities(new float[3], 0).build(), Ending.TERMINATED))).isEmpty();
    assertThat(ppo.unusable(trajectory(columns(3).logProbabilities(new float[3], 0).values(new float[4], 0).build(), Ending.TRUNCATED))).isEmpty();
  }

  @Test
  void shouldLearnFromForeignStepsThatRecordedTheirProbabilities() {
    float[] uniform = new float[9];
    Arrays.fill(uniform, (float) Math.log(.25));
    Trajectory foreign = trajectory(columns(9).logProbabilities(uniform, 0).nextObservation(new float[3], 0).build(), Ending.CONTINUES);
    Agent warm = ppo.update(ppo.initial(1), batch(foreign)).agent();
    assertThat(ppo.update(warm, batch(foreign)).stopReason()).isEqualTo(StopReason.COMPLETED);
  }

  @Test
  void shouldRefuseASingleStepAndOtherShapes() {
    Trajectory one = trajectory(columns(1).logProbabilities(new float[1], 0).build(), Ending.TERMINATED);
    assertThatThrownBy(() -> ppo.update(ppo.initial(1), batch(one))).hasMessageStartingWith("a batch of 1 steps; expected at least 2");
    assertThatThrownBy(() -> Batch.of(Cases.DISCRETE, List.of())).hasMessageContaining("at least one");
    assertThatThrownBy(() -> Batch.of(Cases.CONTINUOUS, List.of(one))).hasMessageContaining("action size 1; expected 2");
    Columns wide = new Columns.Builder(2, 4, 1).observations(new float[8], 0).discreteActions(new int[2], 0).rewards(new float[2], 0).build();
    assertThatThrownBy(() -> batch(trajectory(wide, Ending.TERMINATED))).hasMessageContaining("observation size 4; expected 3");
  }

  /// A NaN anywhere is an exception and no child.
  @Test
  void shouldNotPublishWhatIsNotANumber() {
    Agent agent = Cases.trained(Cases.DISCRETE, Cases.SMALL, ppo, 5);
    float[] broken = agent.policy().parameters().clone();
    broken[3] = Float.NaN;
    Agent sick = new Agent(2, new PolicyState(broken, agent.policy().observations(), agent.policy().returns()), agent.optimiser(), 1, null);
    List<Trajectory> acted = Cases.acted(Cases.DISCRETE, Cases.SMALL, agent.policy(), 78, 25, 12);
    assertThatThrownBy(() -> ppo.update(sick, Batch.of(Cases.DISCRETE, acted))).isInstanceOf(ArithmeticException.class);
    float[] rewards = {0, Float.POSITIVE_INFINITY, 0};
    Trajectory infinite = trajectory(columns(3).rewards(rewards, 0).logProbabilities(new float[3], 0).nextObservation(new float[3], 0)
        .values(new float[4], 0).build(), Ending.TRUNCATED);
    assertThatThrownBy(() -> ppo.update(agent, batch(infinite))).isInstanceOf(ArithmeticException.class).hasMessageContaining("not published");
  }

  @Test
  void shouldPassOnTheParentWhereEveryTrajectoryWasSkipped() {
    Agent agent = ppo.initial(1);
    Update skipped = Algorithm.skip(agent);
    assertThat(skipped.stopReason()).isEqualTo(StopReason.SKIPPED);
    assertThat(skipped.agent().version()).isEqualTo(1);
    assertThat(skipped.agent().policy()).isSameAs(agent.policy());
    assertThat(ppo.update(skipped.agent(), Batch.of(Cases.DISCRETE, Cases.acted(Cases.DISCRETE, Cases.SMALL, agent.policy(), 7, 9, 9))).stopReason())
        .as("the first batch that was not skipped still only fills the statistics").isEqualTo(StopReason.WARM_UP);
  }

  /// Correctness item 20: what the environment received where it differs from the raw action does not touch learning.
  @Test
  void shouldLearnFromTheRawActionOnly() {
    Algorithm gaussian = Algorithms.of(Cases.CONTINUOUS, Cases.SMALL, LearnerSettings.defaults(), null, 1, Kernels.best());
    Agent agent = Cases.trained(Cases.CONTINUOUS, Cases.SMALL, gaussian, 5);
    List<Trajectory> acted = Cases.acted(Cases.CONTINUOUS, Cases.SMALL, agent.policy(), 78, 9, 9);
    List<Trajectory> clipped = acted.stream().map(RefusalTest::withClippedActions).toList();
    assertThat(gaussian.update(agent, Batch.of(Cases.CONTINUOUS, clipped)).agent().policy().parameters())
        .containsExactly(gaussian.update(agent, Batch.of(Cases.CONTINUOUS, acted)).agent().policy().parameters());
  }

  private static Trajectory withClippedActions(Trajectory t) {
    Columns c = t.columns();
    float[] clipped = c.continuousActions().clone();
    for (int i = 0; i < clipped.length; i++) {
      clipped[i] = Math.max(-1, Math.min(1, clipped[i]));
    }
    Columns columns = new Columns.Builder(c.count(), 3, 2).observations(c.observations(), 0).nextObservation(c.nextObservation(), 0)
        .continuousActions(c.continuousActions(), 0).environmentActions(clipped, 0).logProbabilities(c.logProbabilities(), 0).values(c.values(), 0)
        .rewards(c.rewards(), 0).build();
    return new Trajectory(t.first(), columns, t.targets(), t.gamma(), t.lambda(), t.ending(), t.cut(), 0, 0, false, t.returnBefore(), t.sources());
  }
}
