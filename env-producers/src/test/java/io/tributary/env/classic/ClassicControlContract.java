// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.classic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.EnvironmentContract;
import io.tributary.env.Environments;
import io.tributary.env.TimeLimit;
import io.tributary.env.TimeStep;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Space;
import io.tributary.rl.random.CounterRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// What every task of classic control promises beside [EnvironmentContract]: steps equal Gymnasium's golden rows to 1e-12, resets are drawn from
/// the stated ranges, and its time limit is Gymnasium's.
abstract class ClassicControlContract extends EnvironmentContract {
  private static final double TOLERANCE = 1e-12;
  private static final int RESETS = 4_000;
  /// Of one comparison below, over the choice of keys; these keys are fixed.
  private static final double FALSE_ALARM = 1e-9;

  private final String name;
  private final String file;
  private final int limit;

  ClassicControlContract(String name, String file, int limit) {
    this.name = name;
    this.file = file;
    this.limit = limit;
  }

  /// The task without its time limit.
  abstract ClassicControl bare();

  /// (low, high) of each state element after a reset; equal where it is a constant.
  abstract double[][] resetRanges();

  /// The observation of a state, in double precision.
  abstract double[] seen(double[] state);

  /// Whether episodes can terminate.
  boolean terminates() {
    return true;
  }

  @Override
  protected Environment create() {
    return Environments.create(name);
  }

  @Override
  protected int timeLimit() {
    return limit;
  }

  @Test
  void shouldStepAsGymnasiumDoes() {
    List<double[]> rows = golden();
    assertThat(rows).hasSizeGreaterThan(200);
    for (double[] row : rows) {
      ClassicControl task = bare();
      Environment limited = new TimeLimit(task, limit);
      int n = task.state().length;
      float[] observation = new float[limited.spaces().observationSize()];
      elapse(limited, task, (int) row[0], observation);
      task.place(Arrays.copyOfRange(row, 1, n + 1));
      TimeStep now = limited.step(action(limited, row[n + 1]), observation, 0);
      assertThat(task.state()).as(Arrays.toString(row)).containsExactly(Arrays.copyOfRange(row, n + 2, 2 * n + 2), within(TOLERANCE));
      assertThat(now.reward()).as(Arrays.toString(row)).isCloseTo(row[2 * n + 2], within(TOLERANCE));
      assertThat(now.ending()).as(Arrays.toString(row)).isEqualTo(Ending.of(row[2 * n + 3] == 1, row[2 * n + 4] == 1));
      double[] seen = seen(task.state());
      for (int i = 0; i < observation.length; i++) {
        assertThat(observation[i]).isEqualTo((float) seen[i]);
      }
    }
  }

  @Test
  void shouldCoverEveryEndingByGoldenRows() {
    List<double[]> rows = golden();
    for (int truncated = 0; truncated <= 1; truncated++) {
      for (int terminated = 0; terminated <= (terminates() ? 1 : 0); terminated++) {
        int[] flags = {terminated, truncated};
        assertThat(rows).anyMatch(row -> row[row.length - 2] == flags[0] && row[row.length - 1] == flags[1]);
      }
    }
  }

  /// Kolmogorov's distance with Massart's constant: P(sup |Fₙ − F| > ε) ≤ 2·exp(−2nε²).
  @Test
  void shouldResetUniformlyInItsRanges() {
    double most = Math.sqrt(Math.log(2 / FALSE_ALARM) / (2 * RESETS));
    double[][] ranges = resetRanges();
    double[][] drawn = resets();
    for (int element = 0; element < ranges.length; element++) {
      int e = element;
      double low = ranges[e][0];
      double high = ranges[e][1];
      double[] sorted = Arrays.stream(drawn).mapToDouble(state -> state[e]).sorted().toArray();
      double gap = (high - low) * Math.log(1 / FALSE_ALARM) / RESETS; // that wide an end of the range stays empty with chance (1 − gap)ⁿ
      assertThat(sorted[0]).isBetween(low, low + gap);
      assertThat(sorted[RESETS - 1]).isBetween(high - gap, high);
      for (int i = 0; i < RESETS && high > low; i++) {
        double uniform = (sorted[i] - low) / (high - low);
        assertThat(uniform).as("element %s, quantile %s of %s", e, i, RESETS).isBetween((i + 1.0) / RESETS - most, (double) i / RESETS + most);
      }
    }
  }

  /// Hoeffding: the mean of n independent products of numbers in [−1, 1], each of mean 0, exceeds ε with probability at most 2·exp(−nε²/2).
  @Test
  void shouldResetEachElementIndependently() {
    double most = Math.sqrt(2 * Math.log(2 / FALSE_ALARM) / RESETS);
    double[][] ranges = resetRanges();
    double[][] drawn = resets();
    for (int a = 0; a < ranges.length; a++) {
      for (int b = 0; b < a; b++) {
        int one = a;
        int other = b;
        double mean = Arrays.stream(drawn).mapToDouble(state -> centred(state, ranges, one) * centred(state, ranges, other)).average().orElseThrow();
        assertThat(mean).as("elements %s and %s", a, b).isBetween(-most, most);
      }
    }
  }

  private double[][] resets() {
    return IntStream.range(0, RESETS).mapToObj(i -> {
      ClassicControl task = bare();
      task.reset(CounterRandom.key(5, i), new float[task.spaces().observationSize()], 0);
      return task.state();
    }).toArray(double[][]::new);
  }

  private static double centred(double[] state, double[][] ranges, int element) {
    double half = (ranges[element][1] - ranges[element][0]) / 2;
    return half == 0 ? 0 : (state[element] - ranges[element][0]) / half - 1;
  }

  private static Action action(Environment environment, double number) {
    return environment.spaces().action() instanceof Space.Box ? Action.continuous((float) number) : Action.discrete((int) number);
  }

  /// At zero no task ends within a step.
  private static void elapse(Environment limited, ClassicControl task, int steps, float[] observation) {
    limited.reset(0, observation, 0);
    for (int i = 0; i < steps; i++) {
      task.place(new double[task.state().length]);
      limited.step(action(limited, 0), observation, 0);
    }
  }

  /// Columns as in the file's header.
  private List<double[]> golden() {
    try (BufferedReader lines = new BufferedReader(
        new InputStreamReader(ClassicControlContract.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
      return lines.lines()
          .filter(line -> !line.startsWith("#") && !line.startsWith("stepsBefore"))
          .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
