// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.policy;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.NetworkPolicy;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.PolicyArchitecture;
import io.tributary.rl.policy.Rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Three ways to ∇ Σ_t w_t·log π(a_t|s_t) of a linear policy that share no line: Tribuo's primitives, the definition in `double`, rl's float path.
class LinearGradientTest {
  private static final double DOUBLE = 1e-12;
  private static final double FLOAT = 1e-6;

  private static float[] weights(Examples e, boolean cloning) {
    return cloning ? null : e.advantages;
  }

  private static double[] doubles(float[] weights) {
    return weights == null ? null : Examples.toDoubles(weights);
  }

  private static double[] tribuoSoftmax(Examples e, float[] weights) {
    double[] gradient = new double[e.softmaxTheta.length];
    new LinearSoftmaxGradient(Examples.SIZE, Examples.ACTIONS).add(e.softmaxTheta, e.observations, e.choices, doubles(weights), Examples.ROWS, gradient);
    return gradient;
  }

  private static double[] tribuoGaussian(Examples e, float[] weights) {
    double[] gradient = new double[e.gaussianTheta.length];
    new LinearGaussianGradient(Examples.SIZE, Examples.SIGMA).add(e.gaussianTheta, e.observations, e.moves, doubles(weights), Examples.ROWS, gradient);
    return gradient;
  }

  /// rl's gradient; `logSigma` follows the network's parameters.
  private static double[] ours(Examples e, Space actions, double[] theta, float[] logSigma, float[] weights) {
    Spaces spaces = new Spaces(Space.Box.unbounded(Examples.SIZE), actions);
    PolicyArchitecture architecture = new PolicyArchitecture(spaces, new Architecture(List.of(), "tanh", 0, false), Kernels.best());
    Policy policy = new NetworkPolicy(architecture);
    float[] parameters = new float[architecture.parameterCount()];
    System.arraycopy(Examples.toFloats(theta), 0, parameters, 0, theta.length);
    System.arraycopy(logSigma, 0, parameters, theta.length, logSigma.length);
    Rows rows = new Rows(Examples.ROWS, Examples.SIZE, spaces.actionSize(), spaces.maskSize(), spaces.discreteActions());
    rows.clear(false, new float[0][]);
    rows.add(0, Examples.ROWS, Examples.toFloats(e.observations), e.choices, Examples.toFloats(e.moves), null);
    Policy.Evaluation evaluation = policy.evaluation(Examples.ROWS);
    evaluation.evaluate(parameters, rows);
    float[] gradient = new float[parameters.length];
    float[] all = new float[Examples.ROWS];
    Arrays.fill(all, 1);
    evaluation.addGradient(weights == null ? all : weights, null, gradient);
    return Examples.toDoubles(Arrays.copyOf(gradient, theta.length));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void tribuosSoftmaxGradientIsTheDefinitionAndOurs(long seed) {
    Examples e = new Examples(seed);
    for (boolean cloning : new boolean[] {true, false}) {
      double[] tribuo = tribuoSoftmax(e, weights(e, cloning));
      assertThat(Examples.relativeDifference(tribuo, e.softmaxGradient(weights(e, cloning)))).isLessThan(DOUBLE);
      double[] ours = ours(e, new Space.Discrete(Examples.ACTIONS), e.softmaxTheta, new float[0], weights(e, cloning));
      assertThat(Examples.relativeDifference(ours, tribuo)).isLessThan(FLOAT);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void tribuosGaussianGradientIsTheDefinitionAndOurs(long seed) {
    Examples e = new Examples(seed);
    for (boolean cloning : new boolean[] {true, false}) {
      double[] tribuo = tribuoGaussian(e, weights(e, cloning));
      assertThat(Examples.relativeDifference(tribuo, e.gaussianGradient(weights(e, cloning)))).isLessThan(DOUBLE);
      double[] ours = ours(e, Space.Box.unbounded(Examples.SIGMA.length), e.gaussianTheta, new float[] {-.5f, .25f, 0}, weights(e, cloning));
      assertThat(Examples.relativeDifference(ours, tribuo)).isLessThan(FLOAT);
    }
  }

  @Test
  void shouldAddToWhatIsThere() {
    Examples e = new Examples(6);
    double[] twice = tribuoSoftmax(e, e.advantages);
    new LinearSoftmaxGradient(Examples.SIZE, Examples.ACTIONS).add(e.softmaxTheta, e.observations, e.choices, doubles(e.advantages), Examples.ROWS, twice);
    double[] once = tribuoSoftmax(e, e.advantages);
    for (int i = 0; i < once.length; i++) {
      once[i] *= 2;
    }
    assertThat(Examples.relativeDifference(twice, once)).isLessThan(DOUBLE);
  }

  @Test
  void shouldRefuseRowsThatAreNotThere() {
    LinearSoftmaxGradient softmax = new LinearSoftmaxGradient(2, 3);
    double[] theta = new double[9];
    assertThatThrownBy(() -> softmax.add(theta, new double[3], new int[2], null, 2, theta)).hasMessageStartingWith("weighted examples: 2 rows with 9 parameters");
    assertThatThrownBy(() -> softmax.add(theta, new double[2], new int[] {3}, null, 1, theta)).hasMessage("action of row 0 is 3; expected 0 to 2");
    assertThatThrownBy(() -> new LinearGaussianGradient(2, 1, 0)).hasMessageStartingWith("a standard deviation is 0.0");
  }
}
