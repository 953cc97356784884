// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.kernel.WidthKernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

class MlpTest {
  private static final int OFFSET = 3;

  /// Narrow, odd and wide layers; linear ones; one column and many.
  record Shape(int inputs, List<Integer> hidden, int outputs, Activation activation, int rows) {
    Mlp network(Kernel kernel) {
      return new Mlp(kernel, inputs, hidden, outputs, activation, 1f);
    }

    ReferenceMlp reference() {
      return new ReferenceMlp(inputs, hidden, outputs, activation);
    }
  }

  static Stream<Shape> shapes() {
    return Stream.of(
        new Shape(4, List.of(64, 64), 2, Activation.TANH, 130),
        new Shape(4, List.of(64, 64), 1, Activation.TANH, 7),
        new Shape(3, List.of(5), 2, Activation.TANH, 70),
        new Shape(1, List.of(1), 1, Activation.TANH, 1),
        new Shape(17, List.of(20, 33, 16), 18, Activation.TANH, 65),
        new Shape(6, List.of(), 3, Activation.TANH, 66),
        new Shape(5, List.of(), 16, Activation.RELU, 9),
        new Shape(16, List.of(16), 32, Activation.RELU, 64),
        new Shape(4, List.of(30, 10), 5, Activation.RELU, 67),
        new Shape(4, List.of(30, 10), 5, Activation.SIGMOID, 67),
        new Shape(4, List.of(17, 16), 1, Activation.ELU, 66),
        new Shape(3, List.of(5, 9), 7, Activation.LEAKY_RELU, 13),
        new Shape(2, Collections.nCopies(16, 7), 2, Activation.ELU, 5),
        new Shape(2, Collections.nCopies(16, 3), 2, Activation.TANH, 5),
        new Shape(3, List.of(1, 40, 2), 3, Activation.LEAKY_RELU, 70));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void outputsAreTheDefinition(Shape shape) {
    Case c = new Case(shape, Kernels.best(), 1);
    c.forward();
    ReferenceMlp reference = shape.reference();
    for (int row = 0; row < shape.rows(); row++) {
      double[] expected = reference.outputs(c.thetaInDouble(), c.row(row));
      for (int j = 0; j < shape.outputs(); j++) {
        assertThat((double) c.activations.outputs()[row * shape.outputs() + j]).isCloseTo(expected[j], offset(1e-5 * Math.max(1, Math.abs(expected[j]))));
      }
    }
  }

  /// Gradient of Σ u·y by central differences of the double-precision reference, for every parameter of small networks and 60 of larger ones.
  @ParameterizedTest
  @MethodSource("shapes")
  void backwardIsTheGradient(Shape shape) {
    Case c = new Case(shape, Kernels.best(), 2);
    c.forward();
    float[] gradient = c.gradient();
    double[] theta = c.thetaInDouble();
    int step = Math.max(1, theta.length / 60);
    for (int p = 0; p < theta.length; p += step) {
      double expected = c.differenceQuotient(theta, unit(theta.length, p));
      assertThat((double) gradient[OFFSET + p]).as("parameter %d", p).isCloseTo(expected, offset(2e-4 * Math.max(1, Math.abs(expected))));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void tangentIsTheDirectionalDerivative(Shape shape) {
    Case c = new Case(shape, Kernels.best(), 3);
    c.forward();
    float[] tangent = c.tangent();
    double[] theta = c.thetaInDouble();
    double[] direction = doubles(c.direction, OFFSET, theta.length);
    ReferenceMlp reference = shape.reference();
    double h = 1e-5;
    for (int row = 0; row < shape.rows(); row++) {
      double[] up = reference.outputs(moved(theta, direction, h), c.row(row));
      double[] down = reference.outputs(moved(theta, direction, -h), c.row(row));
      for (int j = 0; j < shape.outputs(); j++) {
        double expected = (up[j] - down[j]) / (2 * h);
        assertThat((double) tangent[row * shape.outputs() + j]).isCloseTo(expected, offset(1e-4 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  /// ⟨u, J v⟩ = ⟨Jᵀu, v⟩
  @ParameterizedTest
  @MethodSource("shapes")
  void backwardIsTheTransposeOfTangent(Shape shape) {
    Case c = new Case(shape, Kernels.best(), 4);
    c.forward();
    float[] tangent = c.tangent();
    float[] gradient = c.gradient();
    double left = 0;
    double scale = 0;
    for (int i = 0; i < shape.rows() * shape.outputs(); i++) {
      left += (double) c.outputGradient[i] * tangent[i];
      scale += Math.abs((double) c.outputGradient[i] * tangent[i]);
    }
    double right = 0;
    for (int p = OFFSET; p < OFFSET + c.network.parameterCount(); p++) {
      right += (double) gradient[p] * c.direction[p];
    }
    assertThat(right).isCloseTo(left, offset(1e-5 * Math.max(1, scale)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyKernelGivesTheSameBits(Shape shape) {
    Case expected = new Case(shape, Kernels.named("scalar"), 5);
    expected.forward();
    WidthKernels.all().forEach(kernel -> {
      Case c = new Case(shape, kernel, 5);
      c.forward();
      assertThat(c.outputs()).as(kernel.name()).isEqualTo(expected.outputs());
      assertThat(c.gradient()).as(kernel.name()).isEqualTo(expected.gradient());
      assertThat(c.tangent()).as(kernel.name()).isEqualTo(expected.tangent());
    });
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aRowDependsOnNoOtherRow(Shape shape) {
    WidthKernels.all().forEach(kernel -> {
      Case c = new Case(shape, kernel, 6);
      c.forward();
      float[] together = c.outputs();
      float[] tangents = c.tangent();
      Activations one = c.network.activations(1);
      for (int row = 0; row < shape.rows(); row++) {
        float[] x = Arrays.copyOfRange(c.inputs, row * shape.inputs(), (row + 1) * shape.inputs());
        c.network.forward(c.theta, OFFSET, x, 1, one);
        int from = row * shape.outputs();
        assertThat(one.outputs()).as("%s, row %d", kernel.name(), row).isEqualTo(Arrays.copyOfRange(together, from, from + shape.outputs()));
        float[] tangent = new float[shape.outputs()];
        c.network.tangent(c.theta, OFFSET, x, 1, one, c.direction, OFFSET, tangent);
        assertThat(tangent).isEqualTo(Arrays.copyOfRange(tangents, from, from + shape.outputs()));
      }
    });
  }

  /// So neither the caller's nor the network's own row blocks can show in the bits.
  @ParameterizedTest
  @MethodSource("shapes")
  void theGradientInAscendingPartsIsTheGradientOfTheWhole(Shape shape) {
    Case c = new Case(shape, Kernels.best(), 7);
    c.forward();
    float[] whole = c.gradient();
    float[] parts = c.gradientBefore.clone();
    Activations activations = c.network.activations(shape.rows());
    for (int from = 0; from < shape.rows(); from += 19) {
      int to = Math.min(from + 19, shape.rows());
      float[] x = Arrays.copyOfRange(c.inputs, from * shape.inputs(), to * shape.inputs());
      float[] u = Arrays.copyOfRange(c.outputGradient, from * shape.outputs(), to * shape.outputs());
      c.network.forward(c.theta, OFFSET, x, to - from, activations);
      c.network.backward(c.theta, OFFSET, x, to - from, activations, u, parts, OFFSET);
    }
    assertThat(parts).isEqualTo(whole);
  }

  @Test
  void gradientsAccumulateAndStayInTheirRange() {
    Case c = new Case(new Shape(3, List.of(5), 2, Activation.TANH, 4), Kernels.best(), 8);
    c.forward();
    float[] once = new float[c.theta.length];
    c.network.backward(c.theta, OFFSET, c.inputs, 4, c.activations, c.outputGradient, once, OFFSET);
    float[] twice = once.clone();
    c.network.backward(c.theta, OFFSET, c.inputs, 4, c.activations, c.outputGradient, twice, OFFSET);
    for (int p = 0; p < once.length; p++) {
      boolean inside = p >= OFFSET && p < OFFSET + c.network.parameterCount();
      assertThat(twice[p]).isCloseTo(inside ? 2 * once[p] : 0f, offset(1e-5f));
    }
  }

  @Test
  void forwardFollowsTheParametersItIsGiven() {
    Case c = new Case(new Shape(3, List.of(5), 2, Activation.TANH, 4), Kernels.best(), 9);
    c.forward();
    float[] before = c.outputs();
    for (int p = OFFSET; p < c.theta.length; p++) {
      c.theta[p] += 0.1f;
    }
    c.forward();
    assertThat(c.outputs()).isNotEqualTo(before);
  }

  @Test
  void initialWeightsAreOrthogonalWithTheGain() {
    Mlp network = new Mlp(Kernels.best(), 4, List.of(64, 48), 3, Activation.TANH, Mlp.POLICY_HEAD_GAIN);
    float[] theta = new float[OFFSET + network.parameterCount()];
    Arrays.fill(theta, 9f);
    network.initialise(theta, OFFSET, 11);
    for (ParameterLayout.Range range : network.layout().ranges()) {
      if (range.name().toLowerCase(Locale.ROOT).contains("bias")) {
        for (int j = 0; j < range.count(); j++) {
          assertThat(theta[OFFSET + range.offset() + j]).isZero();
        }
      } else {
        assertOrthogonal(theta, range, range.name().equals("headWeights") ? 0.01 : Math.sqrt(2));
      }
    }
    float[] again = theta.clone();
    network.initialise(again, OFFSET, 11);
    assertThat(again).isEqualTo(theta);
    network.initialise(again, OFFSET, 12);
    assertThat(again).isNotEqualTo(theta);
  }

  /// W Wᵀ = gain²·I, or Wᵀ W where W has more rows than columns.
  private static void assertOrthogonal(float[] theta, ParameterLayout.Range range, double gain) {
    boolean tall = range.rows() > range.columns();
    int count = Math.min(range.rows(), range.columns());
    int length = Math.max(range.rows(), range.columns());
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        double product = 0;
        for (int i = 0; i < length; i++) {
          int ia = tall ? i * range.columns() + a : a * range.columns() + i;
          int ib = tall ? i * range.columns() + b : b * range.columns() + i;
          product += (double) theta[OFFSET + range.offset() + ia] * theta[OFFSET + range.offset() + ib];
        }
        assertThat(product / (gain * gain)).as("%s %d %d", range.name(), a, b).isCloseTo(a == b ? 1 : 0, offset(1e-6));
      }
    }
  }

  @Test
  void layoutNamesEveryParameter() {
    Mlp network = new Mlp(Kernels.best(), 4, List.of(64, 32), 2, Activation.TANH, 1f);
    assertThat(network.layout().ranges()).containsExactly(
        new ParameterLayout.Range("weights0", 0, 4, 64), new ParameterLayout.Range("bias0", 256, 1, 64), new ParameterLayout.Range("weights1", 320, 64, 32),
        new ParameterLayout.Range("bias1", 2368, 1, 32), new ParameterLayout.Range("headWeights", 2400, 32, 2),
        new ParameterLayout.Range("headBias", 2464, 1, 2));
    assertThat(network.parameterCount()).isEqualTo(2466);
    assertThat(network.layout().range("bias1").offset()).isEqualTo(2368);
    assertThatThrownBy(() -> network.layout().range("x")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no parameters are named x");
  }

  @Test
  void shouldRefuseForeignMemoryAndTooManyRows() {
    Mlp network = new Mlp(Kernels.best(), 4, List.of(8), 2, Activation.TANH, 1f);
    Mlp other = new Mlp(Kernels.best(), 4, List.of(8), 2, Activation.TANH, 1f);
    float[] theta = new float[network.parameterCount()];
    assertThatThrownBy(() -> network.forward(theta, 0, new float[8], 1, other.activations(2))).hasMessage("the activations were not made by this network");
    assertThatThrownBy(() -> network.forward(theta, 0, new float[12], 3, network.activations(2))).hasMessage("rows is 3; expected 0 to 2");
    assertThatThrownBy(() -> new Mlp(Kernels.best(), 4, List.of(0), 2, Activation.TANH, 1f)).hasMessageContaining("expected sizes of at least 1");
  }

  private static double[] unit(int length, int index) {
    double[] unit = new double[length];
    unit[index] = 1;
    return unit;
  }

  private static double[] moved(double[] theta, double[] direction, double step) {
    double[] moved = theta.clone();
    for (int p = 0; p < theta.length; p++) {
      moved[p] += step * direction[p];
    }
    return moved;
  }

  private static double[] doubles(float[] values, int from, int count) {
    double[] doubles = new double[count];
    for (int i = 0; i < count; i++) {
      doubles[i] = values[from + i];
    }
    return doubles;
  }

  /// One network with random parameters and a random batch.
  private static final class Case {
    final Shape shape;
    final Mlp network;
    final float[] theta;
    final float[] direction;
    final float[] gradientBefore;
    final float[] inputs;
    final float[] outputGradient;
    final Activations activations;

    Case(Shape shape, Kernel kernel, long seed) {
      Random random = new Random(seed);
      this.shape = shape;
      this.network = shape.network(kernel);
      int size = OFFSET + network.parameterCount() + 2;
      this.theta = gaussians(random, size, 0.5);
      network.initialise(theta, OFFSET, seed);
      for (int p = 0; p < size; p++) {
        theta[p] += (float) (0.1 * random.nextGaussian());
      }
      this.direction = gaussians(random, size, 0.3);
      this.gradientBefore = new float[size];
      this.inputs = gaussians(random, shape.rows() * shape.inputs(), 1);
      this.outputGradient = gaussians(random, shape.rows() * shape.outputs(), 1);
      this.activations = network.activations(shape.rows() + 3);
    }

    private static float[] gaussians(Random random, int count, double scale) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (float) (scale * random.nextGaussian());
      }
      return values;
    }

    void forward() {
      network.forward(theta, OFFSET, inputs, shape.rows(), activations);
    }

    float[] outputs() {
      return Arrays.copyOf(activations.outputs(), shape.rows() * shape.outputs());
    }

    float[] gradient() {
      float[] gradient = gradientBefore.clone();
      network.backward(theta, OFFSET, inputs, shape.rows(), activations, outputGradient, gradient, OFFSET);
      return gradient;
    }

    float[] tangent() {
      float[] tangent = new float[shape.rows() * shape.outputs()];
      network.tangent(theta, OFFSET, inputs, shape.rows(), activations, direction, OFFSET, tangent);
      return tangent;
    }

    double[] thetaInDouble() {
      return doubles(theta, OFFSET, network.parameterCount());
    }

    double[] row(int row) {
      return doubles(inputs, row * shape.inputs(), shape.inputs());
    }

    double differenceQuotient(double[] at, double[] along) {
      double h = 1e-5;
      return (objective(moved(at, along, h)) - objective(moved(at, along, -h))) / (2 * h);
    }

    private double objective(double[] at) {
      ReferenceMlp reference = shape.reference();
      double sum = 0;
      for (int row = 0; row < shape.rows(); row++) {
        double[] y = reference.outputs(at, row(row));
        for (int j = 0; j < y.length; j++) {
          sum += outputGradient[row * y.length + j] * y[j];
        }
      }
      return sum;
    }
  }
}
