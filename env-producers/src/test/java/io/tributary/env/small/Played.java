// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import java.util.List;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.TimeStep;

import static org.assertj.core.api.Assertions.assertThat;

/// Episodes played by a rule, for the tests of this package.
final class Played {
  private Played() {}

  /// What to do, seen this.
  interface Rule {
    Action act(float[] observation);
  }

  /// Return of one episode.
  static double episode(Environment environment, long key, Rule rule) {
    float[] observation = new float[environment.spaces().observationSize()];
    double sum = 0;
    TimeStep now = environment.reset(key, observation, 0);
    while (!now.last()) {
      now = environment.step(rule.act(observation), observation, 0);
      sum += now.reward();
    }
    return sum;
  }

  /// Return of the episode these choices make; they must end it.
  static double episode(Environment environment, long key, List<Integer> choices) {
    float[] observation = new float[environment.spaces().observationSize()];
    double sum = 0;
    TimeStep now = environment.reset(key, observation, 0);
    for (int choice : choices) {
      now = environment.step(Action.discrete(choice), observation, 0);
      sum += now.reward();
    }
    assertThat(now.last()).isTrue();
    return sum;
  }

  /// The `number`-th of all sequences of so many choices among n.
  static List<Integer> sequence(int number, int steps, int n) {
    Integer[] choices = new Integer[steps];
    int rest = number;
    for (int i = 0; i < steps; i++) {
      choices[i] = rest % n;
      rest /= n;
    }
    return List.of(choices);
  }
}
