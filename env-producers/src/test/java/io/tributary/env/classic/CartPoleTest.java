// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.EnvironmentContract;
import io.tributary.env.Environments;
import io.tributary.env.TimeLimit;
import io.tributary.env.TimeStep;
import io.tributary.rl.experience.Ending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class CartPoleTest extends EnvironmentContract {
  private static final double TOLERANCE = 1e-12;

  @Override
  protected Environment create() {
    return Environments.create("cartpole");
  }

  @Override
  protected int timeLimit() {
    return 500;
  }

  @Override
  protected Action survive(float[] o) {
    return Action.discrete(0.05 * o[0] + 0.15 * o[1] + 1.2 * o[2] + 0.8 * o[3] > 0 ? 1 : 0);
  }

  @Test
  void shouldStepAsGymnasiumDoes() {
    List<double[]> rows = golden();
    assertThat(rows).hasSizeGreaterThan(200);
    for (double[] row : rows) {
      CartPole cartPole = new CartPole();
      Environment limited = new TimeLimit(cartPole, CartPole.MAX_STEPS);
      float[] observation = new float[4];
      elapse(limited, cartPole, (int) row[0], observation);
      cartPole.place(row[1], row[2], row[3], row[4]);
      TimeStep now = limited.step(Action.discrete((int) row[5]), observation, 0);
      double[] expected = Arrays.copyOfRange(row, 6, 10);
      assertThat(cartPole.state()).as(Arrays.toString(row)).containsExactly(expected, within(TOLERANCE));
      assertThat(now.reward()).isEqualTo(row[10]);
      assertThat(now.ending()).as(Arrays.toString(row)).isEqualTo(Ending.of(row[11] == 1, row[12] == 1));
      for (int i = 0; i < 4; i++) {
        assertThat(observation[i]).isEqualTo((float) cartPole.state()[i]);
      }
    }
  }

  @Test
  void shouldCoverEveryEndingByGoldenRows() {
    List<double[]> rows = golden();
    for (boolean atTheLimit : new boolean[] {false, true}) {
      assertThat(rows).anyMatch(row -> row[11] == 1 && (row[12] == 1) == atTheLimit);
      assertThat(rows).anyMatch(row -> row[11] == 0 && (row[12] == 1) == atTheLimit);
    }
  }

  @Test
  void shouldRefuseAnActionThatIsNeitherLeftNorRight() {
    Environment cartPole = create();
    cartPole.reset(1, new float[4], 0);
    assertThatThrownBy(() -> cartPole.step(Action.discrete(2), new float[4], 0)).hasMessage("action is 2; expected 0 (left) or 1 (right)");
  }

  private static void elapse(Environment limited, CartPole cartPole, int steps, float[] observation) {
    limited.reset(0, observation, 0);
    for (int i = 0; i < steps; i++) {
      cartPole.place(0, 0, 0, 0);
      limited.step(Action.discrete(0), observation, 0);
    }
  }

  /// Columns as in the file's header.
  private static List<double[]> golden() {
    try (BufferedReader lines = new BufferedReader(
        new InputStreamReader(CartPoleTest.class.getResourceAsStream("cartpole-v1.csv"), StandardCharsets.UTF_8))) {
      return lines.lines()
          .filter(line -> !line.startsWith("#") && !line.startsWith("stepsBefore"))
          .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
