// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.Rows;
import io.tributary.rl.random.CounterRandom;
import io.tributary.rl.target.SegmentTargets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// The learner over a policy whose entropies and divergences have no closed form, which no class of the learner knows about: a mixture of two normal
/// distributions of one number.
///
/// The task wants one: something is hidden at −1 or at 1, an action closer than 0.3 finds it, there are four tries, and nothing tells them apart. Finding it
/// is worth 1. Who always looks in one place finds it half the time; who looks in either by chance, 15 times of 16.
class MixturePolicyTest {
  private static final Spaces SPACES = new Spaces(Space.Box.unbounded(1), Space.Box.unbounded(1));
  private static final int TRIES = 4;
  private static final double NEAR = .3;

  private final ToyMixturePolicy policy = new ToyMixturePolicy();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldLookInTwoPlaces(long seed) {
    PolicyGradient ppo = algorithm(LearnerSettings.defaults().change().learningRate(Schedule.constant(.02)).build(), seed);
    float[] learned = learned(ppo, seed, 60);
    assertThat(meanReturn(learned)).isGreaterThan(.85);
    assertThat(Math.signum(learned[2])).isEqualTo(-Math.signum(learned[3]));
  }

  /// The natural gradient asks for Fisher products, the line search for divergences; both only of the policy.
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void shouldLookInTwoPlacesByATrustRegionToo(long seed) {
    LearnerSettings trpo = Algorithms.named("trpo").learner().change().trustRegion(new LearnerSettings.TrustRegion(.05, 10, .01, .8, 10)).build();
    assertThat(meanReturn(learned(algorithm(trpo, seed), seed, 40))).isGreaterThan(.85);
  }

  /// Over a grid of all means up to 2 and deviations up to 3: what a single normal distribution can reach at best.
  @Test
  void noSingleNormalDistributionComesNear() {
    double best = 0;
    for (double mean = 0; mean <= 2; mean += .02) {
      for (double logSigma = -4; logSigma <= 1.1; logSigma += .05) {
        best = Math.max(best, meanReturn(new float[] {0, 0, (float) mean, (float) mean, (float) logSigma}));
      }
    }
    assertThat(best).isBetween(.5, .6);
  }

  /// What the toy says of itself, so that what is tested above is a policy and not a mistake.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void toyPolicysDerivativesAreThoseOfItsFigures(long seed) {
    Bench b = new Bench(seed);
    float[] gradient = new float[7];
    b.now.addGradient(b.weights, b.otherWeights, gradient);
    float[] divergence = new float[7];
    b.now.addDivergenceGradient(b.first, b.weights, divergence);
    assertThat(Arrays.copyOfRange(gradient, 5, 7)).containsOnly(0f);
    for (int p = 0; p < ToyMixturePolicy.PARAMETERS; p++) {
      int parameter = p;
      assertThat((double) gradient[p]).isCloseTo(derivative(h -> b.figures(b.moved(parameter, h))), within(5e-3));
      assertThat((double) divergence[p]).isCloseTo(derivative(h -> b.divergence(b.moved(parameter, h), b.weights)), within(5e-3));
    }
  }

  /// ½·vᵀFv is the divergence of a small step v.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void toyPolicysFisherProductIsTheCurvatureOfItsDivergence(long seed) {
    Bench b = new Bench(seed);
    float[] ones = new float[b.weights.length];
    Arrays.fill(ones, 1f);
    float[] step = Cases.gaussians(new Random(seed), 7);
    float[] product = new float[7];
    b.first.addFisherProduct(ones, step, product);
    double quadratic = 0;
    float[] moved = b.parent.clone();
    for (int p = 0; p < ToyMixturePolicy.PARAMETERS; p++) {
      quadratic += .5 * step[p] * product[p];
      moved[p] += .01f * step[p];
    }
    assertThat(b.divergence(moved, ones) / 1e-4).isCloseTo(quadratic, within(.05 * quadratic));
  }

  private PolicyGradient algorithm(LearnerSettings settings, long seed) {
    return new PolicyGradient(SPACES, policy, new ToyRecurrentPolicy.Linear(ToyMixturePolicy.PARAMETERS), false, settings, null, seed, Kernels.best(), Pair.IN_TURN);
  }

  private float[] learned(PolicyGradient algorithm, long seed, int updates) {
    Agent agent = algorithm.initial(seed);
    assertThat(meanReturn(agent.policy().parameters())).isLessThan(.7);
    for (int i = 0; i < updates; i++) {
      Update update = algorithm.update(agent, Batch.of(SPACES, episodes(agent, CounterRandom.key(seed, "hidden", i))));
      if (i > 0) {
        assertThat(update.metrics().get(Metric.FIRST_RATIO_MAX)).hasValue(0);
      }
      agent = update.agent();
    }
    return agent.policy().parameters();
  }

  private List<Trajectory> episodes(Agent agent, long key) {
    float[] theta = agent.policy().parameters();
    List<Trajectory> episodes = new ArrayList<>();
    for (int number = 0; number < 60; number++) {
      long episode = CounterRandom.key(key, number);
      double hidden = CounterRandom.below(episode, 0, 2) == 0 ? -1 : 1;
      float[] actions = new float[TRIES];
      float[] rewards = new float[TRIES];
      int n = 0;
      boolean found = false;
      while (!found && n < TRIES) {
        actions[n] = policy.act(theta, 1, CounterRandom.key(episode, n));
        found = Math.abs(actions[n] - hidden) < NEAR;
        rewards[n++] = found ? 1 : 0;
      }
      episodes.add(episode(theta, Arrays.copyOf(actions, n), Arrays.copyOf(rewards, n), number));
    }
    return episodes;
  }

  /// With γ = λ = 1 the weights are returns minus a constant: nothing is estimated from observations that tell nothing.
  private Trajectory episode(float[] theta, float[] actions, float[] rewards, int number) {
    int n = actions.length;
    Rows rows = rows(actions);
    Policy.Evaluation evaluation = policy.evaluation(n);
    evaluation.evaluate(theta, rows);
    float[] logProbabilities = new float[n];
    evaluation.logProbabilities(logProbabilities);
    float[] ones = new float[n + 1];
    Arrays.fill(ones, 1);
    Columns columns = new Columns.Builder(n, 1, 1).observations(ones, 0).nextObservation(ones, 0).continuousActions(actions, 0).rewards(rewards, 0)
        .logProbabilities(logProbabilities, 0).values(new float[n + 1], 0).build();
    return new Trajectory(new StepId("p/" + number, 1, 0, 0), columns, SegmentTargets.of(columns, Ending.TERMINATED, false, 1, 1, true), 1, 1,
        Ending.TERMINATED, false, 0, 0, true, 0, List.of(new Source(0, number, 0, n)));
  }

  private static Rows rows(float[] actions) {
    float[] ones = new float[actions.length];
    Arrays.fill(ones, 1);
    Rows rows = new Rows(actions.length, 1, 1, 0, false);
    rows.clear(false, new float[0][]);
    rows.add(0, actions.length, ones, null, actions, null);
    return rows;
  }

  /// Exactly, by integrating the density where it finds.
  private static double meanReturn(float[] theta) {
    double sum = 0;
    for (int hidden = -1; hidden <= 1; hidden += 2) {
      sum += .5 * (1 - Math.pow(1 - findingProbability(theta, hidden), TRIES));
    }
    return sum;
  }

  private static double findingProbability(float[] theta, int hidden) {
    double p = 1 / (1 + Math.exp(-theta[0] - theta[1]));
    double sigma = Math.exp(theta[4]);
    int nodes = 600;
    double step = 2 * NEAR / nodes;
    double sum = 0;
    for (int i = 0; i < nodes; i++) {
      double a = hidden - NEAR + (i + .5) * step;
      double first = Math.exp(-Math.pow((a - theta[2]) / sigma, 2) / 2);
      double second = Math.exp(-Math.pow((a - theta[3]) / sigma, 2) / 2);
      sum += step * (p * first + (1 - p) * second) / (sigma * Math.sqrt(2 * Math.PI));
    }
    return sum;
  }

  private static double derivative(DoubleUnaryOperator function) {
    double h = 1e-2;
    return (function.applyAsDouble(h) - function.applyAsDouble(-h)) / (2 * h);
  }

  /// A few rows and two parameter vectors.
  private final class Bench {
    final float[] parent = {.3f, -.2f, .8f, -1.1f, -.5f, 0, 0};
    final float[] theta = {.5f, .1f, 1f, -.6f, -.3f, 0, 0};
    final float[] weights;
    final float[] otherWeights;
    final Rows rows;
    final Policy.Evaluation first = policy.evaluation(5);
    final Policy.Evaluation now = policy.evaluation(5);

    Bench(long seed) {
      Random random = new Random(seed);
      weights = Cases.gaussians(random, 5);
      otherWeights = Cases.gaussians(random, 5);
      rows = rows(Cases.gaussians(random, 5));
      first.evaluate(parent, rows);
      now.evaluate(theta, rows);
    }

    float[] moved(int parameter, double by) {
      float[] moved = theta.clone();
      moved[parameter] += (float) by;
      return moved;
    }

    double figures(float[] at) {
      Policy.Evaluation evaluation = policy.evaluation(5);
      evaluation.evaluate(at, rows);
      float[] logProbabilities = new float[5];
      float[] entropies = new float[5];
      evaluation.logProbabilities(logProbabilities);
      evaluation.entropies(entropies);
      return dot(weights, logProbabilities) + dot(otherWeights, entropies);
    }

    double divergence(float[] at, float[] of) {
      Policy.Evaluation evaluation = policy.evaluation(5);
      evaluation.evaluate(at, rows);
      float[] divergences = new float[5];
      evaluation.divergencesFrom(first, divergences);
      return dot(of, divergences);
    }

    private static double dot(float[] a, float[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += (double) a[i] * b[i];
      }
      return sum;
    }
  }
}
