// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Trajectory;

import static org.assertj.core.api.Assertions.assertThat;

/// Correctness items 28 and 29: products of ratios, each multiplied out from scratch for every step and every reward it weighs.
class ImportanceTest {
  private static final double DISTANCE = .25;
  private static final LearnerSettings TRAJECTORY = LearnerSettings.defaults().change().weights(Weighting.REWARD_TO_GO).baseline(Baseline.NONE)
      .objective(ObjectiveKind.TRAJECTORY_IMPORTANCE).standardise(Standardisation.NEVER).entropy(Schedule.constant(0)).build();
  private static final LearnerSettings DECISION = TRAJECTORY.change().objective(ObjectiveKind.DECISION_IMPORTANCE).build();

  static Stream<Spaces> spaces() {
    return Stream.of(Cases.DISCRETE, Cases.MULTI_DISCRETE, Cases.CONTINUOUS);
  }

  private static Bench bench(Spaces spaces, LearnerSettings settings, double distance) {
    Agent parent = Cases.parent(spaces, 5);
    return new Bench(spaces, settings, distance, parent, Cases.episodes(Cases.acted(spaces, Cases.SMALL, parent.policy(), 78, 12, 9)));
  }

  /// The product of the ratios of one trajectory's steps from its first to `last`.
  private static double product(Bench bench, int trajectory, int last) {
    double product = 1;
    for (int j = 0; j <= last; j++) {
      product *= bench.oracle().ratio(bench.thetaInDouble(), bench.batch.start(trajectory) + j);
    }
    return product;
  }

  /// The gradient of mean −w·log π with these weights held constant.
  private static double[] gradient(Bench bench, double[] weights) {
    return bench.differences(new LossOracle(bench.oracle(), weights, new double[0])::scoreFunction);
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void everyStepOfATrajectoryWeighsTheProductOfAllItsRatios(Spaces spaces) {
    Bench bench = bench(spaces, TRAJECTORY, DISTANCE);
    Bench.assertClose(bench.gradient(), gradient(bench, trajectoryWeights(bench, Double.POSITIVE_INFINITY)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {.3, 1, 1.2})
  void largerProductsCountAsTheTruncation(double truncation) {
    Bench bench = bench(Cases.DISCRETE, TRAJECTORY.change().truncation(truncation).build(), DISTANCE);
    double[] weights = trajectoryWeights(bench, truncation);
    assertThat(weights).isNotEqualTo(trajectoryWeights(bench, Double.POSITIVE_INFINITY));
    Bench.assertClose(bench.gradient(), gradient(bench, weights));
  }

  private static double[] trajectoryWeights(Bench bench, double truncation) {
    double[] weights = new double[bench.batch.rows()];
    for (int i = 0; i < bench.batch.trajectories(); i++) {
      Trajectory episode = bench.batch.trajectory(i);
      double weight = Math.min(truncation, product(bench, i, episode.count() - 1));
      for (int t = 0; t < episode.count(); t++) {
        weights[bench.batch.start(i) + t] = weight * episode.targets().rewardsToGo()[t];
      }
    }
    return weights;
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void everyRewardWeighsTheProductOfTheRatiosUpToIt(Spaces spaces) {
    Bench bench = bench(spaces, DECISION, DISTANCE);
    Bench.assertClose(bench.gradient(), gradient(bench, decisionWeights(bench, Double.POSITIVE_INFINITY, 0)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {.3, 1, 1.7})
  void largerPrefixesCountAsTheTruncation(double truncation) {
    Bench bench = bench(Cases.CONTINUOUS, DECISION.change().truncation(truncation).build(), DISTANCE);
    double[] weights = decisionWeights(bench, truncation, 0);
    assertThat(weights).isNotEqualTo(decisionWeights(bench, Double.POSITIVE_INFINITY, 0));
    Bench.assertClose(bench.gradient(), gradient(bench, weights));
  }

  /// With V(s) taken off, weighed as the action it is compared with.
  @Test
  void baselineWeighsThePrefixUpToItsStep() {
    Bench bench = bench(Cases.DISCRETE, DECISION.change().baseline(Baseline.VALUE).build(), DISTANCE);
    Bench.assertClose(bench.gradient(), gradient(bench, decisionWeights(bench, Double.POSITIVE_INFINITY, 1)));
  }

  /// S_k = Σ_{t≥k} ρ_{0:t}·γ^(t−k)·r_t − ρ_{0:k}·share·V(s_k), every product multiplied out anew.
  private static double[] decisionWeights(Bench bench, double truncation, double share) {
    double[] weights = new double[bench.batch.rows()];
    for (int i = 0; i < bench.batch.trajectories(); i++) {
      Trajectory episode = bench.batch.trajectory(i);
      for (int k = 0; k < episode.count(); k++) {
        double sum = -share * Math.min(truncation, product(bench, i, k)) * episode.columns().values()[k];
        for (int t = k; t < episode.count(); t++) {
          sum += Math.min(truncation, product(bench, i, t)) * Math.pow(episode.gamma(), t - k) * episode.columns().rewards()[t];
        }
        weights[bench.batch.start(i) + k] = sum;
      }
    }
    return weights;
  }

  /// Its value estimates −J: mean −ρ_{0:t}·r_t, whose derivative without discounts is the gradient.
  @Test
  void valueOfUndiscountedDecisionsHasTheirGradient() {
    Agent parent = Cases.parent(Cases.DISCRETE, 5);
    List<Trajectory> undiscounted = Cases.episodes(Cases.acted(Cases.DISCRETE, Cases.SMALL, parent.policy(), 78, 12, 9)).stream()
        .map(t -> Cases.discounted(t, 1, .8)).toList();
    Bench bench = new Bench(Cases.DISCRETE, DECISION, DISTANCE, parent, undiscounted);
    PolicyOracle policy = bench.oracle();
    double[] differences = bench.differences(p -> {
      double loss = 0;
      for (int i = 0; i < bench.batch.trajectories(); i++) {
        double prefix = 1;
        for (int t = 0; t < bench.batch.trajectory(i).count(); t++) {
          prefix *= policy.ratio(p, bench.batch.start(i) + t);
          loss -= prefix * bench.batch.trajectory(i).columns().rewards()[t];
        }
      }
      return loss / bench.batch.rows();
    });
    Bench.assertClose(bench.gradient(), differences);
  }

  /// γ^t in front of every step, with t counted in the episode.
  @ParameterizedTest
  @EnumSource(value = ObjectiveKind.class, names = {"TRAJECTORY_IMPORTANCE", "DECISION_IMPORTANCE"})
  void discountedStatesWeighLessTheLaterTheyCome(ObjectiveKind objective) {
    Bench bench = bench(Cases.DISCRETE, TRAJECTORY.change().objective(objective).discountStates(true).build(), DISTANCE);
    double[] weights = objective == ObjectiveKind.DECISION_IMPORTANCE ? decisionWeights(bench, Double.POSITIVE_INFINITY, 0)
        : trajectoryWeights(bench, Double.POSITIVE_INFINITY);
    for (int i = 0; i < bench.batch.trajectories(); i++) {
      for (int t = 0; t < bench.batch.trajectory(i).count(); t++) {
        weights[bench.batch.start(i) + t] *= Math.pow(bench.batch.trajectory(i).gamma(), t);
      }
    }
    Bench.assertClose(bench.gradient(), gradient(bench, weights));
  }

  /// A truncated single ratio is a weight: the step keeps its gradient, which the clip of PPO would take away.
  @ParameterizedTest
  @ValueSource(doubles = {0, .5, 1.1})
  void singleRatiosAreTruncatedAndStillWeigh(double truncation) {
    Bench bench = bench(Cases.DISCRETE, TRAJECTORY.change().objective(ObjectiveKind.STEP_IMPORTANCE).truncation(truncation).build(), DISTANCE);
    double[] weights = new double[bench.batch.rows()];
    for (int row = 0; row < weights.length; row++) {
      double ratio = bench.oracle().ratio(bench.thetaInDouble(), row);
      weights[row] = (truncation > 0 ? Math.min(truncation, ratio) : ratio) * bench.estimates.advantages()[row];
    }
    Bench.assertClose(bench.gradient(), gradient(bench, weights));
  }

  /// Correctness item 28: (Σw)²/Σw²/N, of trajectories' products or of steps' ratios.
  @ParameterizedTest
  @EnumSource(value = ObjectiveKind.class, names = {"TRAJECTORY_IMPORTANCE", "DECISION_IMPORTANCE", "STEP_IMPORTANCE"})
  void effectiveShareIsOfTheWeightsThatWereUsed(ObjectiveKind objective) {
    Agent parent = Cases.parent(Cases.DISCRETE, 5);
    LearnerSettings settings = TRAJECTORY.change().objective(objective).epochs(1).minibatches(1).build();
    Bench bench = bench(Cases.DISCRETE, settings, DISTANCE);
    Agent elsewhere = new Agent(parent.version(), new io.tributary.rl.policy.PolicyState(bench.theta, parent.policy().observations(),
        parent.policy().returns()), parent.optimiser(), parent.stepsTrained(), null);
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int i = 0; i < bench.batch.trajectories(); i++) {
      int n = bench.batch.trajectory(i).count();
      for (int t = objective == ObjectiveKind.STEP_IMPORTANCE ? 0 : n - 1; t < n; t++) {
        double weight = objective == ObjectiveKind.STEP_IMPORTANCE ? bench.oracle().ratio(bench.thetaInDouble(), bench.batch.start(i) + t)
            : product(bench, i, t);
        sum += weight;
        squares += weight * weight;
        count++;
      }
    }
    Metrics metrics = bench.algorithm().update(elsewhere, bench.batch).metrics();
    assertThat(metrics.get(Metric.IMPORTANCE_ESS)).hasValueCloseTo(sum * sum / squares / count, Offset.offset(1e-4));
    assertThat(metrics.get(Metric.IMPORTANCE_ESS).orElseThrow()).isLessThan(.99);
  }
}
