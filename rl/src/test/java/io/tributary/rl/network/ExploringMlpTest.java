// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.kernel.WidthKernels;
import io.tributary.rl.random.CounterRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

class ExploringMlpTest {
  private static final int OFFSET = 3;

  /// Narrow and wide heads, several blocks of rows, linear ones.
  record Shape(int inputs, List<Integer> hidden, int actions, Activation activation, int rows) {
    ExploringMlp network(Kernel kernel) {
      return new ExploringMlp(kernel, inputs, hidden, actions, activation, 1f, -0.7);
    }

    int features() {
      return hidden.isEmpty() ? inputs : hidden.getLast();
    }
  }

  static Stream<Shape> shapes() {
    return Stream.of(
        new Shape(4, List.of(), 1, Activation.TANH, 5),
        new Shape(3, List.of(), 6, Activation.TANH, 70),
        new Shape(2, List.of(5), 1, Activation.TANH, 66),
        new Shape(4, List.of(20, 16), 2, Activation.ELU, 9),
        new Shape(4, List.of(7, 9), 5, Activation.SIGMOID, 67),
        new Shape(3, List.of(6, 1), 3, Activation.LEAKY_RELU, 1));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void outputsAreTheDefinition(Shape shape) {
    Case c = new Case(shape, Kernels.best(), 1);
    c.forward();
    double[] expected = c.reference(c.doubles(c.theta));
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) c.activations.outputs()[i]).isCloseTo(expected[i], offset(1e-5 * Math.max(1, Math.abs(expected[i]))));
    }
  }

  /// In every parameter: those of the features too, through which the spread depends on them.
  @ParameterizedTest
  @MethodSource("shapes")
  void backwardIsTheGradient(Shape shape) {
    Case c = new Case(shape, Kernels.best(), 2);
    c.forward();
    float[] gradient = c.gradient();
    double[] theta = c.doubles(c.theta);
    for (int p = 0; p < theta.length; p++) {
      double[] unit = new double[theta.length];
      unit[p] = 1;
      double expected = derivative(h -> c.objective(moved(theta, unit, h)));
      assertThat((double) gradient[OFFSET + p]).as("parameter %d", p).isCloseTo(expected, offset(2e-4 * Math.max(1, Math.abs(expected))));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void tangentIsTheDirectionalDerivative(Shape shape) {
    Case c = new Case(shape, Kernels.best(), 3);
    c.forward();
    float[] tangent = c.tangent();
    double[] theta = c.doubles(c.theta);
    double[] direction = c.doubles(c.direction);
    for (int i = 0; i < tangent.length; i++) {
      int output = i;
      double expected = derivative(h -> c.reference(moved(theta, direction, h))[output]);
      assertThat((double) tangent[i]).isCloseTo(expected, offset(1e-4 * Math.max(1, Math.abs(expected))));
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
    for (int i = 0; i < tangent.length; i++) {
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
  void everyKernelAndAnyBatchGiveTheSameBits(Shape shape) {
    Case scalar = new Case(shape, Kernels.named("scalar"), 5);
    scalar.forward();
    float[] outputs = Arrays.copyOf(scalar.activations.outputs(), 2 * shape.actions() * shape.rows());
    float[] gradient = scalar.gradient();
    float[] tangent = scalar.tangent();
    WidthKernels.all().forEach(kernel -> {
      Case c = new Case(shape, kernel, 5);
      c.forward();
      assertThat(c.activations.outputs()).as(kernel.name()).startsWith(outputs);
      assertThat(c.gradient()).as(kernel.name()).isEqualTo(gradient);
      assertThat(c.tangent()).as(kernel.name()).isEqualTo(tangent);
      float[] parts = new float[gradient.length];
      for (int row = 0; row < shape.rows(); row++) {
        Activations one = c.network.activations(1);
        float[] x = Arrays.copyOfRange(c.inputs, row * shape.inputs(), (row + 1) * shape.inputs());
        int from = 2 * row * shape.actions();
        int to = from + 2 * shape.actions();
        c.network.forward(c.theta, OFFSET, x, 1, one);
        assertThat(one.outputs()).isEqualTo(Arrays.copyOfRange(outputs, from, to));
        c.network.backward(c.theta, OFFSET, x, 1, one, Arrays.copyOfRange(c.outputGradient, from, to), parts, OFFSET);
      }
      assertThat(parts).as(kernel.name()).isEqualTo(gradient);
    });
  }

  @Test
  void shouldStartWithOrthogonalMeansAndOneLogDeviation() {
    ExploringMlp network = new Shape(4, List.of(8), 2, Activation.TANH, 1).network(Kernels.best());
    float[] theta = new float[OFFSET + network.parameterCount() + 1];
    Arrays.fill(theta, 9f);
    network.initialise(theta, OFFSET, 7);
    Mlp plain = new Mlp(Kernels.best(), 4, List.of(8), 2, Activation.TANH, 1f);
    float[] means = new float[plain.parameterCount()];
    plain.initialise(means, 0, 7);
    ParameterLayout.Range logStd = network.logStd();
    assertThat(logStd).isEqualTo(new ParameterLayout.Range("explorationLogStd", plain.parameterCount(), 8, 2));
    assertThat(Arrays.copyOfRange(theta, OFFSET, OFFSET + means.length)).isEqualTo(means);
    assertThat(Arrays.copyOfRange(theta, OFFSET + logStd.offset(), OFFSET + logStd.end())).hasSize(16).containsOnly(-0.7f);
    assertThat(theta).startsWith(9f, 9f, 9f).endsWith(9f);
  }

  /// a − μ over 40,000 noise matrices: mean 0, variance σ² and no correlation, each within 5 standard errors (false alarms: 6 in 10 million each).
  @Test
  void actionsAreNormalWithTheMeansAndDeviationsOfTheOutputs() {
    Shape shape = new Shape(3, List.of(5), 2, Activation.TANH, 2);
    Case c = new Case(shape, Kernels.best(), 6);
    c.forward();
    float[] outputs = c.activations.outputs();
    int draws = 40_000;
    float[] noise = new float[1 + c.network.noiseSize()];
    float[] action = new float[3];
    for (int row = 0; row < 2; row++) {
      double[] sums = new double[5];
      for (int i = 0; i < draws; i++) {
        c.network.drawNoise(c.theta, OFFSET, CounterRandom.key(row, "draws", i), noise, 1);
        c.network.act(c.activations, row, noise, 1, action, 1);
        double[] z = new double[2];
        for (int d = 0; d < 2; d++) {
          z[d] = (action[1 + d] - outputs[4 * row + d]) / Math.exp(outputs[4 * row + 2 + d]);
          sums[d] += z[d] / draws;
          sums[2 + d] += (z[d] * z[d] - 1) / draws / Math.sqrt(2);
        }
        sums[4] += z[0] * z[1] / draws;
      }
      for (double sum : sums) {
        assertThat(sum).isCloseTo(0, offset(5 / Math.sqrt(draws)));
      }
    }
  }

  /// Without features there is still ε: a row of zeros has the least variance, not none.
  @Test
  void theLeastDeviationIsDrawnToo() {
    ExploringMlp network = new ExploringMlp(Kernels.best(), 2, List.of(), 1, Activation.TANH, 1f, 0);
    float[] theta = new float[network.parameterCount()];
    network.initialise(theta, 0, 1);
    Activations activations = network.activations(1);
    network.forward(theta, 0, new float[2], 1, activations);
    assertThat((double) activations.outputs()[1]).isCloseTo(Math.log(1e-3), offset(1e-5));
    float[] noise = new float[network.noiseSize()];
    network.drawNoise(theta, 0, 99, noise, 0);
    float[] action = new float[1];
    network.act(activations, 0, noise, 0, action, 0);
    assertThat((double) action[0]).isEqualTo((float) (1e-3f * (float) CounterRandom.gaussian(99, 2))).isNotZero();
  }

  @Test
  void shouldRefuseForeignMemory() {
    Shape shape = new Shape(2, List.of(3), 1, Activation.TANH, 1);
    ExploringMlp network = shape.network(Kernels.best());
    Activations foreign = shape.network(Kernels.best()).activations(1);
    assertThatThrownBy(() -> network.forward(new float[network.parameterCount()], 0, new float[2], 1, foreign))
        .hasMessage("the activations were not made by this network");
  }

  private static double derivative(DoubleUnaryOperator function) {
    double h = 1e-5;
    return (function.applyAsDouble(h) - function.applyAsDouble(-h)) / (2 * h);
  }

  private static double[] moved(double[] theta, double[] direction, double step) {
    double[] moved = theta.clone();
    for (int p = 0; p < theta.length; p++) {
      moved[p] += step * direction[p];
    }
    return moved;
  }

  /// One network with random parameters and a random batch.
  private static final class Case {
    final Shape shape;
    final ExploringMlp network;
    final float[] theta;
    final float[] direction;
    final float[] inputs;
    final float[] outputGradient;
    final Activations activations;

    Case(Shape shape, Kernel kernel, long seed) {
      Random random = new Random(seed);
      this.shape = shape;
      network = shape.network(kernel);
      int size = OFFSET + network.parameterCount() + 2;
      theta = new float[size];
      network.initialise(theta, OFFSET, seed);
      for (int p = 0; p < size; p++) {
        theta[p] += (float) (0.2 * random.nextGaussian());
      }
      direction = gaussians(random, size);
      inputs = gaussians(random, shape.rows() * shape.inputs());
      outputGradient = gaussians(random, 2 * shape.rows() * shape.actions());
      activations = network.activations(shape.rows() + 2);
    }

    void forward() {
      network.forward(theta, OFFSET, inputs, shape.rows(), activations);
    }

    float[] gradient() {
      float[] gradient = new float[theta.length];
      network.backward(theta, OFFSET, inputs, shape.rows(), activations, outputGradient, gradient, OFFSET);
      return gradient;
    }

    float[] tangent() {
      float[] tangent = new float[outputGradient.length];
      network.tangent(theta, OFFSET, inputs, shape.rows(), activations, direction, OFFSET, tangent);
      return tangent;
    }

    double[] doubles(float[] whole) {
      double[] doubles = new double[network.parameterCount()];
      for (int p = 0; p < doubles.length; p++) {
        doubles[p] = whole[OFFSET + p];
      }
      return doubles;
    }

    /// All rows' outputs from the definition.
    double[] reference(double[] parameters) {
      ReferenceMlp mlp = new ReferenceMlp(shape.inputs(), shape.hidden(), shape.actions(), shape.activation());
      int actions = shape.actions();
      int logStd = parameters.length - shape.features() * actions;
      double[] outputs = new double[outputGradient.length];
      for (int row = 0; row < shape.rows(); row++) {
        double[] x = new double[shape.inputs()];
        for (int i = 0; i < x.length; i++) {
          x[i] = inputs[row * x.length + i];
        }
        double[][] layers = mlp.layers(parameters, x);
        for (int d = 0; d < actions; d++) {
          double variance = 1e-6;
          for (int j = 0; j < shape.features(); j++) {
            variance += Math.pow(Math.exp(parameters[logStd + j * actions + d]) * layers[0][j], 2);
          }
          outputs[2 * row * actions + d] = layers[1][d];
          outputs[(2 * row + 1) * actions + d] = Math.log(Math.sqrt(variance));
        }
      }
      return outputs;
    }

    double objective(double[] parameters) {
      double[] outputs = reference(parameters);
      double sum = 0;
      for (int i = 0; i < outputs.length; i++) {
        sum += outputGradient[i] * outputs[i];
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
  }
}
