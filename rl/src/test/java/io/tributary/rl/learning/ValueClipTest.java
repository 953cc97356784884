// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Arrays;

import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.tributary.rl.normalise.ReturnScale;
import io.tributary.rl.policy.Rows;
import io.tributary.rl.policy.ValueFunction;

import static org.assertj.core.api.Assertions.assertThat;

/// Correctness item 12: ½·max((V − R)², (V_k + clip(V − V_k) − R)²), with a critic that is one number.
class ValueClipTest {
  @ParameterizedTest
  @CsvSource({
      // inside the range: plain
      "1.1, 1, 3, .2", "0.9, 1, 3, .2",
      // outside, moving towards the target: the clipped error is larger, so there is nothing to gain
      "2, 1, 3, .2", "0, 1, -3, .2",
      // outside, moving away or past it: the plain error is larger and pulls back
      "2, 1, 0, .2", "4, 1, 1.1, .2",
      // off
      "2, 1, 3, 0"})
  void lossAndGradientAreThoseOfTheDefinition(float value, float before, float target, double range) {
    Estimates estimates = new Estimates();
    Batch batch = Batch.of(Cases.DISCRETE, Cases.acted(Cases.DISCRETE, Cases.SMALL,
        Algorithms.of(Cases.DISCRETE, Cases.SMALL, LearnerSettings.defaults(), null, 1, Cases.SCALAR).initial(1).policy(), 1, 1, 1));
    estimates.require(batch);
    estimates.standardisedTargets()[0] = target;
    estimates.standardisedValues()[0] = before;
    Rows rows = batch.rowsFor(1);
    rows.clear(batch.masked(), batch.initialStates());
    Minibatches.addTrajectory(batch, 0, batch.observations(), rows);
    CriticProblem problem = new CriticProblem(new Constant(), new LearnerSettings.Critic(1, range, 0, 1, 1), 1);
    problem.pose(estimates);
    problem.moveTo(new float[] {value}, rows);
    assertThat(problem.value()).isCloseTo(definition(value, before, target, range), Offset.offset(1e-6));
    float[] gradient = {99};
    problem.gradient(gradient);
    double slope = (definition(value + 1e-6, before, target, range) - definition(value - 1e-6, before, target, range)) / 2e-6;
    assertThat((double) gradient[0]).isCloseTo(slope, Offset.offset(1e-4));
  }

  private static double definition(double value, double before, double target, double range) {
    double plain = Math.pow(value - target, 2);
    double clipped = Math.pow(before + Math.min(Math.max(value - before, -range), range) - target, 2);
    return range == 0 ? plain / 2 : Math.max(plain, clipped) / 2;
  }

  /// V = θ₀ everywhere.
  private static final class Constant implements ValueFunction {
    @Override
    public int offset() {
      return 0;
    }

    @Override
    public int parameterCount() {
      return 1;
    }

    @Override
    public void initialise(float[] theta, long randomKey) {
      theta[0] = 0;
    }

    @Override
    public void rescale(float[] theta, ReturnScale from, ReturnScale to) {
      throw new UnsupportedOperationException("not needed here");
    }

    @Override
    public Evaluation evaluation(int maxRows) {
      float[] predictions = new float[maxRows];
      return new Evaluation() {
        private int count;

        @Override
        public void evaluate(float[] theta, Rows rows) {
          count = rows.count();
          Arrays.fill(predictions, theta[0]);
        }

        @Override
        public float[] predictions() {
          return predictions;
        }

        @Override
        public void addGradient(float[] weights, float[] gradient) {
          for (int i = 0; i < count; i++) {
            gradient[0] += weights[i];
          }
        }
      };
    }
  }
}
