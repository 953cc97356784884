// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.exact;

import java.util.List;

/// The enumerable problems that claims can be asked about.
public final class Problems {
  /// Names, the usual one first.
  public static final List<String> NAMES = List.of("two-state", "early-end", "credit");

  private Problems() {}

  /// @throws IllegalArgumentException for another name
  public static EnumerableProblem named(String name, int horizon) {
    return switch (name) {
      case "two-state" -> twoState(horizon);
      case "early-end" -> earlyEnd(horizon);
      case "credit" -> credit(horizon);
      default -> throw new IllegalArgumentException("--problem is '" + name + "'; expected " + String.join(" or ", NAMES));
    };
  }

  /// Two states, two actions; where one gets to is never sure.
  public static EnumerableProblem twoState(int horizon) {
    double[][][] next = {{{0.8, 0.2}, {0.3, 0.7}}, {{0.6, 0.4}, {0.1, 0.9}}};
    double[][][] rewards = {{{1, -1}, {0, 2}}, {{-2, 0.5}, {3, -0.5}}};
    return new EnumerableProblem(horizon, new double[] {0.7, 0.3}, next, rewards, new boolean[2]);
  }

  /// The same with a third state that ends the episode, so that lengths differ.
  public static EnumerableProblem earlyEnd(int horizon) {
    double[][][] next = {{{0.5, 0.2, 0.3}, {0.3, 0.7, 0}}, {{0, 0.4, 0.6}, {0.1, 0.9, 0}}, {{0, 0, 1}, {0, 0, 1}}};
    double[][][] rewards = {{{1, -1, 2}, {0, 2, 0}}, {{0, 0.5, -3}, {3, -0.5, 0}}, {{0, 0, 0}, {0, 0, 0}}};
    return new EnumerableProblem(horizon, new double[] {0.7, 0.3, 0}, next, rewards, new boolean[] {false, false, true});
  }

  /// One state after the other. The first action is worth +10 or 0, the last 0 or −10, those between nothing: who earned what is plain, yet the
  /// total return of the best beginning with the worst ending is 0.
  public static EnumerableProblem credit(int horizon) {
    int states = Math.max(2, horizon);
    double[][][] next = new double[states][2][states];
    double[][][] rewards = new double[states][2][states];
    for (int s = 0; s < states; s++) {
      int to = Math.min(s + 1, states - 1);
      next[s][0][to] = 1;
      next[s][1][to] = 1;
    }
    rewards[0][0][Math.min(1, states - 1)] = 10;
    rewards[horizon - 1][1][Math.min(horizon, states - 1)] -= 10;
    double[] start = new double[states];
    start[0] = 1;
    return new EnumerableProblem(horizon, start, next, rewards, new boolean[states]);
  }
}
