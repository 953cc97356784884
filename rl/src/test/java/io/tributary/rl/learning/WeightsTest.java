// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.target.Discounts;
import io.tributary.rl.target.Reference;
import io.tributary.rl.target.SegmentTargets;

import static org.assertj.core.api.Assertions.assertThat;

/// Weights that hold the critic: n-step, GAE and V-trace, on random segments with every ending. Correctness items 6, 14 and 27.
class WeightsTest {
  private static final double GAMMA = .9;
  private static final Offset<Float> CLOSE = Offset.offset(1e-5f);
  private static final LearnerSettings GAE = LearnerSettings.defaults().change().targets(TargetSource.PER_UPDATE).build();
  private static final LearnerSettings V_TRACE = GAE.change().weights(Weighting.V_TRACE).objective(ObjectiveKind.SCORE_FUNCTION).build();

  /// Segments of any length and ending, under the given λ; ratios of the parent's own data are 1.
  private static List<Trajectory> segments(Agent parent, long seed, double lambda) {
    return Cases.acted(Cases.DISCRETE, Cases.SMALL, parent.policy(), seed, 12, 9).stream().map(t -> Cases.discounted(t, GAMMA, lambda)).toList();
  }

  private static Bench bench(LearnerSettings settings, long seed, double lambda) {
    Agent parent = Cases.parent(Cases.DISCRETE, 5);
    return new Bench(Cases.DISCRETE, settings, 0, parent, segments(parent, seed, lambda));
  }

  private static LearnerSettings nStep(int n) {
    return GAE.change().weights(Weighting.N_STEP).nStep(n).build();
  }

  private static float[] advantages(Bench bench) {
    return Arrays.copyOf(bench.estimates.advantages(), bench.batch.rows());
  }

  private static float[] valueTargets(Bench bench) {
    return Arrays.copyOf(bench.estimates.valueTargets(), bench.batch.rows());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void oneStepIsGeneralizedAdvantageWithLambdaZero(long seed) {
    assertThat(advantages(bench(nStep(1), seed, .7))).containsExactly(advantages(bench(GAE, seed, 0)), CLOSE);
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 10, 1_000_000})
  void asManyStepsAsThereAreIsGeneralizedAdvantageWithLambdaOne(int n) {
    for (long seed = 1; seed <= 5; seed++) {
      Bench whole = bench(nStep(n), seed, .7);
      Bench lambdaOne = bench(GAE, seed, 1);
      assertThat(advantages(whole)).containsExactly(advantages(lambdaOne), CLOSE);
      assertThat(valueTargets(whole)).containsExactly(valueTargets(lambdaOne), CLOSE);
    }
  }

  /// Σ_{k<m} γ^k·r_{t+k} + γ^m·V_{t+m} − V_t with m = min(n, steps left), and no V behind a termination.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void nStepIsASumOfRewardsAndThenTheCritic(int n) {
    Bench bench = bench(nStep(n), 3, .7);
    boolean[] seen = new boolean[3];
    for (int i = 0; i < bench.batch.trajectories(); i++) {
      Trajectory segment = bench.batch.trajectory(i);
      seen[segment.ending().ordinal()] = true;
      int values = Estimates.valuesStart(bench.batch, i);
      for (int t = 0; t < segment.count(); t++) {
        int m = Math.min(n, segment.count() - t);
        boolean over = t + m == segment.count() && segment.ending() == Ending.TERMINATED;
        double sum = over ? 0 : Math.pow(GAMMA, m) * bench.estimates.values()[values + t + m];
        for (int k = 0; k < m; k++) {
          sum += Math.pow(GAMMA, k) * segment.columns().rewards()[t + k];
        }
        int row = bench.batch.start(i) + t;
        assertThat((double) bench.estimates.valueTargets()[row]).isCloseTo(sum, Offset.offset(1e-5));
        assertThat((double) bench.estimates.advantages()[row]).isCloseTo(sum - bench.estimates.values()[values + t], Offset.offset(1e-5));
      }
    }
    assertThat(seen).containsOnly(true);
  }

  /// Values of the parent's critic are, on the parent's own data, the recorded ones: so are the weights.
  @Test
  void computedFromTheParentsCriticIsWhatWasRecorded() {
    Bench computed = bench(GAE, 3, .7);
    Bench recorded = bench(GAE.change().targets(TargetSource.RECORDED).build(), 3, .7);
    assertThat(advantages(computed)).containsExactly(advantages(recorded));
    assertThat(valueTargets(computed)).containsExactly(valueTargets(recorded));
  }

  /// On-policy, ρ̄ and c̄ at least 1: V-trace is GAE.
  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5})
  void onPolicyVTraceIsGeneralizedAdvantage(double limit) {
    Bench vTrace = bench(V_TRACE.change().trace(new LearnerSettings.Trace(limit, limit)).build(), 3, .7);
    Bench gae = bench(GAE, 3, .7);
    assertThat(advantages(vTrace)).containsExactly(advantages(gae), CLOSE);
    assertThat(valueTargets(vTrace)).containsExactly(valueTargets(gae), CLOSE);
  }

  /// The definition, λ = 0.7, ρ̄ ≠ c̄, every ending, ratios far from 1 made by another behaviour policy and worked out in double.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void vTraceEqualsItsDefinition(long seed) {
    Agent parent = Cases.parent(Cases.DISCRETE, 5);
    Random random = new Random(seed);
    List<Trajectory> foreign = segments(parent, seed, .7).stream().map(t -> byAnother(t, random)).toList();
    Bench bench = new Bench(Cases.DISCRETE, V_TRACE.change().trace(new LearnerSettings.Trace(1.5, .8)).build(), 0, parent, foreign);
    int cut = 0;
    for (int i = 0; i < bench.batch.trajectories(); i++) {
      Trajectory segment = bench.batch.trajectory(i);
      int n = segment.count();
      int start = bench.batch.start(i);
      double[] rewards = Bench.doubles(segment.columns().rewards(), n);
      double[] values = new double[n + 1];
      double[] ratios = new double[n];
      for (int t = 0; t <= n; t++) {
        values[t] = bench.estimates.values()[Estimates.valuesStart(bench.batch, i) + t];
      }
      for (int t = 0; t < n; t++) {
        ratios[t] = bench.oracle().ratio(bench.thetaInDouble(), start + t);
        cut += ratios[t] > 1.5 ? 1 : 0;
      }
      double[] discounts = Discounts.of(n, GAMMA, segment.ending());
      double[] errors = Reference.vTraceErrors(rewards, discounts, values, ratios, .7, 1.5, .8);
      double[] advantages = Reference.vTraceAdvantages(rewards, discounts, values, ratios, errors, .7, 1.5);
      for (int t = 0; t < n; t++) {
        assertThat((double) bench.estimates.advantages()[start + t]).as("segment %d step %d", i, t).isCloseTo(advantages[t], Offset.offset(1e-4));
        assertThat((double) bench.estimates.valueTargets()[start + t]).isCloseTo(values[t] + errors[t], Offset.offset(1e-4));
      }
    }
    assertThat(cut).as("ratios above ρ̄").isPositive();
  }

  private static Trajectory byAnother(Trajectory t, Random random) {
    float[] logProbabilities = t.columns().logProbabilities().clone();
    for (int i = 0; i < logProbabilities.length; i++) {
      logProbabilities[i] += (float) (.7 * random.nextGaussian());
    }
    Columns.Builder columns = Cases.copy(t.columns()).logProbabilities(logProbabilities, 0);
    if (t.columns().masks() != null) {
      columns.masks(t.columns().masks(), 0, Cases.DISCRETE.maskSize());
    }
    return new Trajectory(t.first(), columns.build(), t.targets(), t.gamma(), t.lambda(), t.ending(), t.cut(), 0, 0, t.completeEpisode(), t.returnBefore(),
        t.sources());
  }

  /// Correctness item 27: a termination removes the bootstrap, not ρ. One step, π/μ = ½, reward 8.
  @ParameterizedTest
  @EnumSource(Ending.class)
  void lastRewardStaysCorrected(Ending ending) {
    Agent parent = Cases.parent(Cases.DISCRETE, 5);
    Trajectory acted = Cases.acted(Cases.DISCRETE, Cases.SMALL, parent.policy(), 3, 1, 1).getFirst();
    float[] twice = {acted.columns().logProbabilities()[0] + (float) Math.log(2)};
    Columns.Builder builder = Cases.copy(acted.columns()).logProbabilities(twice, 0).rewards(new float[] {8}, 0);
    if (acted.columns().masks() != null) {
      builder.masks(acted.columns().masks(), 0, Cases.DISCRETE.maskSize());
    }
    Trajectory half = Cases.discounted(Cases.trajectory(builder.build(), 0, ending, 0), GAMMA, .7);
    Bench bench = new Bench(Cases.DISCRETE, V_TRACE, 0, parent, List.of(half));
    float[] v = bench.estimates.values();
    double expected = .5 * (8 + (ending == Ending.TERMINATED ? 0 : GAMMA * v[1]) - v[0]);
    assertThat((double) bench.estimates.advantages()[0]).isCloseTo(expected, Offset.offset(1e-5));
    assertThat((double) bench.estimates.valueTargets()[0]).isCloseTo(v[0] + expected, Offset.offset(1e-5));
  }

  /// The published vector's first and last step, where a discount is all that differs from a segment of ours: ratio, reward, V, V behind it.
  @ParameterizedTest
  @CsvSource({"TERMINATED, .5, .475151, -1.3, 2.1, 1.1, -1.6155143", "TRUNCATED, .99, 3.220699, 42, 0, 8.4, 50.316"})
  void vTraceOfThePublishedVector(Ending ending, double gamma, float ratio, float reward, float value, float next, double expected) {
    Columns columns = new Columns.Builder(1, 3, 1).observations(new float[3], 0).nextObservation(new float[3], 0).discreteActions(new int[1], 0)
        .logProbabilities(new float[1], 0).rewards(new float[] {reward}, 0).build();
    Batch batch = Batch.of(Cases.DISCRETE, List.of(Cases.discounted(Cases.trajectory(columns, 0, ending, 0), gamma, 1)));
    Estimates estimates = new Estimates();
    estimates.require(batch);
    estimates.values()[0] = value;
    estimates.values()[1] = next;
    estimates.ratios()[0] = ratio;
    new VTraceWeights(LearnerSettings.Trace.defaults()).compute(batch, t -> false, estimates);
    assertThat((double) estimates.advantages()[0]).isCloseTo(expected, Offset.offset(1e-4));
    assertThat((double) estimates.valueTargets()[0]).isCloseTo(value + expected, Offset.offset(1e-4));
  }

  /// γ^t multiplies the weight of step t of its *episode*, not of its segment; value targets stay what they are.
  @ParameterizedTest
  @EnumSource(value = Weighting.class, names = {"REWARD_TO_GO", "N_STEP", "GAE", "V_TRACE"})
  void discountedStatesWeighByTheirPlaceInTheEpisode(Weighting weights) {
    Agent parent = Cases.parent(Cases.DISCRETE, 5);
    List<Trajectory> late = new ArrayList<>();
    for (Trajectory t : segments(parent, 3, .7)) {
      StepId first = t.first().plus(late.size() * 3L);
      late.add(new Trajectory(first, t.columns(), t.targets(), t.gamma(), t.lambda(), t.ending(), t.cut(), 0, 0, false, 0, t.sources()));
    }
    LearnerSettings plain = V_TRACE.change().weights(weights).build();
    Bench without = new Bench(Cases.DISCRETE, plain, 0, parent, late);
    Bench with = new Bench(Cases.DISCRETE, plain.change().discountStates(true).build(), 0, parent, late);
    assertThat(valueTargets(with)).containsExactly(valueTargets(without));
    for (int i = 0; i < late.size(); i++) {
      for (int t = 0; t < late.get(i).count(); t++) {
        int row = with.batch.start(i) + t;
        double expected = Math.pow(GAMMA, i * 3 + t) * without.estimates.advantages()[row];
        assertThat((double) with.estimates.advantages()[row]).isCloseTo(expected, Offset.offset(1e-5));
      }
    }
  }

  /// Segments that recorded values and segments that did not, in one batch: each is worth what it would be worth alone, in a batch of any size.
  @ParameterizedTest
  @EnumSource(value = Weighting.class, names = {"REWARD_TO_GO", "N_STEP", "GAE"})
  void estimatesDoNotDependOnTheOthersInTheBatch(Weighting weights) {
    LearnerSettings settings = LearnerSettings.defaults().change().weights(weights).build();
    Agent parent = Cases.parent(Cases.DISCRETE, 5);
    List<Trajectory> mixed = new ArrayList<>();
    for (Trajectory t : Cases.acted(Cases.DISCRETE, Cases.SMALL, parent.policy(), 9, 320, 12)) {
      mixed.add(mixed.size() % 3 == 1 ? t : withoutValues(t));
    }
    Bench together = new Bench(Cases.DISCRETE, settings, 0, parent, mixed);
    assertThat(together.batch.rows()).isGreaterThan(1024);
    for (int i = 0; i < mixed.size(); i += 29) {
      Bench alone = new Bench(Cases.DISCRETE, settings, 0, parent, List.of(mixed.get(i)));
      for (int t = 0; t < mixed.get(i).count(); t++) {
        assertThat(together.estimates.advantages()[together.batch.start(i) + t]).isEqualTo(alone.estimates.advantages()[t]);
        assertThat(together.estimates.valueTargets()[together.batch.start(i) + t]).isEqualTo(alone.estimates.valueTargets()[t]);
      }
    }
  }

  private static Trajectory withoutValues(Trajectory t) {
    Columns c = t.columns();
    Columns.Builder builder = new Columns.Builder(c.count(), 3, 1).observations(c.observations(), 0).rewards(c.rewards(), 0)
        .nextObservation(c.nextObservation(), 0).discreteActions(c.discreteActions(), 0).logProbabilities(c.logProbabilities(), 0);
    if (c.masks() != null) {
      builder.masks(c.masks(), 0, Cases.DISCRETE.maskSize());
    }
    Columns columns = builder.build();
    return new Trajectory(t.first(), columns, SegmentTargets.of(columns, t.ending(), t.cut(), .9, .8, true), .9, .8, t.ending(), t.cut(), 0, 0, false, 0,
        t.sources());
  }
}
