// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.kernel.WidthKernels;
import io.tributary.rl.normalise.Moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

/// What an objective asks of a policy, as functions of all its parameters: every family, linear and not, with masks where there are any.
class NetworkPolicyTest {
  private static final int ROWS = 5;
  private static final Space SEEN = Space.Box.unbounded(2);

  /// A family over a network small enough for whole matrices.
  record Kind(String name, Spaces spaces, Architecture architecture) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Kind> kinds() {
    Spaces choice = new Spaces(SEEN, new Space.Discrete(3));
    Spaces choices = new Spaces(SEEN, new Space.MultiDiscrete(List.of(2, 3)));
    Spaces number = new Spaces(SEEN, Space.Box.unbounded(1));
    Spaces numbers = new Spaces(SEEN, Space.Box.unbounded(2));
    return Stream.of(
        new Kind("linear softmax", choice, architecture(List.of(), "tanh", Exploration.INDEPENDENT)),
        new Kind("softmax, its exploration setting not looked at", choice, architecture(List.of(3), "tanh", Exploration.STATE_DEPENDENT)),
        new Kind("multi-discrete", choices, architecture(List.of(3, 2), "elu", Exploration.INDEPENDENT)),
        new Kind("linear Gaussian", numbers, architecture(List.of(), "tanh", Exploration.INDEPENDENT)),
        new Kind("Gaussian", numbers, architecture(List.of(3), "sigmoid", Exploration.INDEPENDENT)),
        new Kind("linear state-dependent", number, architecture(List.of(), "tanh", Exploration.STATE_DEPENDENT)),
        new Kind("state-dependent", numbers, architecture(List.of(3), "tanh", Exploration.STATE_DEPENDENT)),
        new Kind("deep state-dependent", number, architecture(List.of(2, 4), "leaky-relu", Exploration.STATE_DEPENDENT)));
  }

  private static Architecture architecture(List<Integer> hidden, String activation, Exploration exploration) {
    return new Architecture(hidden, activation, -.4, false, exploration);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void logProbabilitiesEntropiesAndDivergencesAreTheDefinition(Kind kind) {
    Bench b = new Bench(kind, ROWS, 1, Kernels.best());
    for (int row = 0; row < ROWS; row++) {
      assertClose(b.logProbabilities()[row], b.reference.logProbability(b.second, b.x(row), b.mask(row), b.action(row)), 2e-5);
      assertClose(b.entropies()[row], b.reference.entropy(b.second, b.x(row), b.mask(row)), 2e-5);
      assertClose(b.divergences()[row], b.reference.divergence(b.first, b.second, b.x(row), b.mask(row)), 5e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void gradientsAreTheDerivativesInEveryParameter(Kind kind) {
    Bench b = new Bench(kind, ROWS, 2, Kernels.best());
    float[] gradient = new float[b.length];
    b.now.addGradient(b.weights, b.otherWeights, gradient);
    assertDerivative(gradient, b, theta -> b.sum(row -> b.weights[row] * b.reference.logProbability(theta, b.x(row), b.mask(row), b.action(row))
        + b.otherWeights[row] * b.reference.entropy(theta, b.x(row), b.mask(row))));
    float[] divergenceGradient = new float[b.length];
    b.now.addDivergenceGradient(b.from, b.weights, divergenceGradient);
    assertDerivative(divergenceGradient, b,
        theta -> b.sum(row -> b.weights[row] * b.reference.divergence(b.first, theta, b.x(row), b.mask(row))));
  }

  /// Σ c_t·F_t = ∇² Σ c_t·KL_t(θ ‖ ·) at θ: with state-dependent exploration in the features' parameters too.
  @ParameterizedTest
  @MethodSource("kinds")
  void fisherIsTheHessianOfTheDivergence(Kind kind) {
    Bench b = new Bench(kind, ROWS, 3, Kernels.best());
    double h = 1e-3;
    double largest = 0;
    for (int j = 0; j < b.parameters; j++) {
      float[] column = b.fisher(unit(b.length, j));
      for (int i = 0; i < b.parameters; i++) {
        double curvature = (b.divergenceTo(i, h, j, h) - b.divergenceTo(i, h, j, -h) - b.divergenceTo(i, -h, j, h) + b.divergenceTo(i, -h, j, -h)) / (4 * h * h);
        assertThat((double) column[i]).as("%d, %d", i, j).isCloseTo(curvature, offset(5e-4 * Math.max(1, Math.abs(curvature))));
        largest = Math.max(largest, Math.abs(curvature));
      }
      assertThat(Arrays.copyOfRange(column, b.parameters, b.length)).containsOnly(0f);
    }
    assertThat(largest).isGreaterThan(.1);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void fisherIsSymmetricAndNeverNegative(Kind kind) {
    Bench b = new Bench(kind, ROWS, 4, Kernels.best());
    Random random = new Random(9);
    for (int trial = 0; trial < 20; trial++) {
      float[] v = gaussians(random, b.length);
      float[] w = gaussians(random, b.length);
      double vw = dot(v, b.fisher(w), b.parameters);
      double scale = Math.sqrt(dot(v, b.fisher(v), b.parameters) * dot(w, b.fisher(w), b.parameters));
      assertThat(dot(w, b.fisher(v), b.parameters)).isCloseTo(vw, offset(1e-5 * scale));
      assertThat(dot(v, b.fisher(v), b.parameters)).isNotNegative();
    }
  }

  /// And by Monte Carlo under the first, actions drawn as producers draw them: within 5 standard errors (false alarms: 6 in 10 million).
  @ParameterizedTest
  @MethodSource("kinds")
  void divergenceIsAsymmetricAndTheMeanLogRatioOfActions(Kind kind) {
    int draws = 20_000;
    Bench b = new Bench(kind, draws, 5, Kernels.best());
    b.evaluate(b.first, b.second);
    float[] now = b.logProbabilities();
    float[] before = new float[draws];
    b.from.logProbabilities(before);
    double mean = 0;
    double square = 0;
    for (int i = 0; i < draws; i++) {
      double ratio = (double) before[i] - now[i];
      mean += ratio / draws;
      square += ratio * ratio / draws;
    }
    double forth = b.divergences()[0];
    assertThat(mean).isCloseTo(forth, offset(5 * Math.sqrt((square - mean * mean) / draws)));
    b.evaluate(b.second, b.first);
    double back = b.divergences()[0];
    assertThat(forth).isPositive();
    assertThat(back).isPositive().isNotCloseTo(forth, offset(1e-3 * forth));
  }

  /// E[∇log π] = 0 in every parameter, each within 5 standard errors of 20,000 draws, whose variance is the Fisher matrix's diagonal (false alarms: below
  /// 1 in 10,000 for all parameters and families together).
  @ParameterizedTest
  @MethodSource("kinds")
  void theScoreHasMeanZero(Kind kind) {
    int draws = 20_000;
    Bench b = new Bench(kind, draws, 6, Kernels.best());
    b.evaluate(b.second, b.first);
    float[] weights = new float[draws];
    Arrays.fill(weights, 1f / draws);
    float[] mean = new float[b.length];
    b.now.addGradient(weights, null, mean);
    for (int p = 0; p < b.parameters; p++) {
      double variance = b.fisher(unit(b.length, p))[p];
      assertThat((double) mean[p]).as("parameter %d", p).isCloseTo(0, offset(5 * Math.sqrt(variance / draws) + 1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKernelGivesTheSameBits(Kind kind) {
    Bench scalar = new Bench(kind, 70, 7, Kernels.named("scalar"));
    WidthKernels.all().forEach(kernel -> {
      Bench b = new Bench(kind, 70, 7, kernel);
      assertThat(b.rows.discreteActions()).isEqualTo(scalar.rows.discreteActions());
      assertThat(b.rows.continuousActions()).isEqualTo(scalar.rows.continuousActions());
      assertThat(b.logProbabilities()).as(kernel.name()).isEqualTo(scalar.logProbabilities());
      assertThat(b.divergences()).as(kernel.name()).isEqualTo(scalar.divergences());
      float[] gradient = new float[b.length];
      float[] expected = new float[b.length];
      b.now.addGradient(b.weights, b.otherWeights, gradient);
      scalar.now.addGradient(b.weights, b.otherWeights, expected);
      assertThat(gradient).as(kernel.name()).isEqualTo(expected);
      assertThat(b.fisher(gradient)).as(kernel.name()).isEqualTo(scalar.fisher(gradient));
    });
  }

  private static void assertDerivative(float[] gradient, Bench b, ToDoubleFunction<double[]> function) {
    double norm = 0;
    for (int p = 0; p < b.parameters; p++) {
      double[] up = b.second.clone();
      double[] down = b.second.clone();
      up[p] += 1e-5;
      down[p] -= 1e-5;
      double expected = (function.applyAsDouble(up) - function.applyAsDouble(down)) / 2e-5;
      assertClose(gradient[p], expected, 2e-4);
      norm += expected * expected;
    }
    assertThat(norm).isGreaterThan(1e-3);
    assertThat(Arrays.copyOfRange(gradient, b.parameters, b.length)).containsOnly(0f);
  }

  private static void assertClose(float actual, double expected, double tolerance) {
    assertThat((double) actual).isCloseTo(expected, offset(tolerance * Math.max(1, Math.abs(expected))));
  }

  private static float[] unit(int length, int index) {
    float[] unit = new float[length];
    unit[index] = 1;
    return unit;
  }

  private static double dot(float[] a, float[] b, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static float[] gaussians(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private interface RowFunction {
    double at(int row);
  }

  /// Two parameter vectors of one policy, and rows that an actor with the first acted: different states if they are few, one state if they are many.
  private static final class Bench {
    final Kind kind;
    final ReferencePolicy reference;
    final int parameters;
    final int length;
    final double[] first;
    final double[] second;
    final float[] weights;
    final float[] otherWeights;
    final Rows rows;
    final Policy.Evaluation from;
    final Policy.Evaluation now;

    Bench(Kind kind, int count, long seed, Kernel kernel) {
      this.kind = kind;
      Random random = new Random(seed);
      PolicyArchitecture architecture = new PolicyArchitecture(kind.spaces(), kind.architecture(), kernel);
      NetworkPolicy policy = new NetworkPolicy(architecture);
      reference = new ReferencePolicy(kind.spaces(), kind.architecture());
      parameters = policy.parameterCount();
      length = architecture.parameterCount();
      first = moved(architecture.initial(seed).parameters(), random, .5);
      second = moved(floats(first), random, .2);
      weights = gaussians(random, count);
      otherWeights = gaussians(random, count);
      float[] states = gaussians(random, count * 2);
      byte[] masks = kind.spaces().discreteActions() ? masks(random, count) : null;
      for (int row = 1; row < count && count > 1_000; row++) {
        System.arraycopy(states, 0, states, row * 2, 2);
        if (masks != null) {
          System.arraycopy(masks, 0, masks, row * kind.spaces().maskSize(), kind.spaces().maskSize());
        }
      }
      rows = new Rows(count, 2, kind.spaces().actionSize(), kind.spaces().maskSize(), kind.spaces().discreteActions());
      rows.clear(masks != null, new float[0][]);
      ActorOutput out = act(kernel, states, masks, random.longs(count).toArray());
      rows.add(0, count, states, out.discreteActions(), out.continuousActions(), masks);
      from = policy.evaluation(count);
      now = policy.evaluation(count);
      evaluate(first, second);
    }

    private ActorOutput act(Kernel kernel, float[] states, byte[] masks, long[] keys) {
      int count = keys.length;
      Actor actor = new Actor(kind.spaces(), kind.architecture(), kernel, count);
      actor.load(new PolicyState(floats(first), Moments.empty(2), Moments.empty(1)));
      ActorOutput out = new ActorOutput(kind.spaces(), count);
      actor.act(states, count, masks, keys, out);
      return out;
    }

    /// Forbids the first logit and, of several choices, the last one too, in most rows.
    private byte[] masks(Random random, int count) {
      byte[] masks = new byte[count * kind.spaces().maskSize()];
      Arrays.fill(masks, (byte) 1);
      for (int row = 0; row < count; row++) {
        masks[row * kind.spaces().maskSize()] = (byte) (row > 0 && random.nextInt(3) == 0 ? 1 : 0);
        masks[(row + 1) * kind.spaces().maskSize() - 1] = (byte) (kind.spaces().actionSize() > 1 && random.nextBoolean() ? 0 : 1);
      }
      return masks;
    }

    void evaluate(double[] fromTheta, double[] nowTheta) {
      from.evaluate(floats(fromTheta), rows);
      now.evaluate(floats(nowTheta), rows);
    }

    float[] logProbabilities() {
      float[] out = new float[rows.count()];
      now.logProbabilities(out);
      return out;
    }

    float[] entropies() {
      float[] out = new float[rows.count()];
      now.entropies(out);
      return out;
    }

    float[] divergences() {
      float[] out = new float[rows.count()];
      now.divergencesFrom(from, out);
      return out;
    }

    float[] fisher(float[] v) {
      float[] squares = new float[rows.count()];
      Arrays.fill(squares, 1f / rows.count());
      float[] product = new float[length];
      now.addFisherProduct(squares, v, product);
      return product;
    }

    /// Mean KL from the second parameters to the second moved in two coordinates.
    double divergenceTo(int i, double stepI, int j, double stepJ) {
      double[] theta = second.clone();
      theta[i] += stepI;
      theta[j] += stepJ;
      return sum(row -> reference.divergence(second, theta, x(row), mask(row))) / rows.count();
    }

    double sum(RowFunction function) {
      double sum = 0;
      for (int row = 0; row < rows.count(); row++) {
        sum += function.at(row);
      }
      return sum;
    }

    double[] x(int row) {
      return new double[] {rows.observations()[2 * row], rows.observations()[2 * row + 1]};
    }

    byte[] mask(int row) {
      int size = kind.spaces().maskSize();
      return rows.masks() == null ? null : Arrays.copyOfRange(rows.masks(), row * size, (row + 1) * size);
    }

    double[] action(int row) {
      double[] action = new double[kind.spaces().actionSize()];
      for (int i = 0; i < action.length; i++) {
        int at = row * action.length + i;
        action[i] = rows.discreteActions() == null ? rows.continuousActions()[at] : rows.discreteActions()[at];
      }
      return action;
    }

    private static double[] moved(float[] theta, Random random, double scale) {
      double[] moved = new double[theta.length];
      for (int p = 0; p < theta.length; p++) {
        moved[p] = (float) (theta[p] + scale * random.nextGaussian());
      }
      return moved;
    }

    private static float[] floats(double[] theta) {
      float[] floats = new float[theta.length];
      for (int p = 0; p < theta.length; p++) {
        floats[p] = (float) theta[p];
      }
      return floats;
    }
  }
}
