// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.exact;

import java.util.ArrayList;
import java.util.List;

/// A Markov decision process with few states, few actions and a horizon: an episode ends after `horizon` steps, or where it enters an absorbing state.
///
/// What happens is stochastic: the first state, the next state, and with it the reward.
public final class EnumerableProblem {
  private final int horizon;
  private final double[] start;
  private final double[][][] next;
  private final double[][][] rewards;
  private final boolean[] absorbing;

  /// @param horizon the most steps of an episode
  /// @param start p(s_0), one a state
  /// @param next p(s'|s, a) at `[s][a][s']`
  /// @param rewards r(s, a, s') at `[s][a][s']`
  /// @param absorbing whether entering a state ends the episode
  public EnumerableProblem(int horizon, double[] start, double[][][] next, double[][][] rewards, boolean[] absorbing) {
    this.horizon = horizon;
    this.start = start.clone();
    this.next = copy(next);
    this.rewards = copy(rewards);
    this.absorbing = absorbing.clone();
  }

  private static double[][][] copy(double[][][] of) {
    double[][][] out = new double[of.length][][];
    for (int i = 0; i < of.length; i++) {
      out[i] = new double[of[i].length][];
      for (int j = 0; j < of[i].length; j++) {
        out[i][j] = of[i][j].clone();
      }
    }
    return out;
  }

  public int states() {
    return start.length;
  }

  public int actions() {
    return next[0].length;
  }

  public int horizon() {
    return horizon;
  }

  public double start(int state) {
    return start[state];
  }

  public double next(int state, int action, int to) {
    return next[state][action][to];
  }

  public double reward(int state, int action, int to) {
    return rewards[state][action][to];
  }

  public boolean absorbing(int state) {
    return absorbing[state];
  }

  /// Changes one row of the dynamics.
  public interface Dynamics {
    /// @param probabilities p(·|s, a)
    /// @param firstReachable the first state of positive probability
    double[] changed(double[] probabilities, int firstReachable);
  }

  /// The same with other dynamics; what was impossible must stay so.
  public EnumerableProblem withDynamics(Dynamics dynamics) {
    double[][][] changed = copy(next);
    for (double[][] ofState : changed) {
      for (int action = 0; action < ofState.length; action++) {
        int first = 0;
        while (ofState[action][first] == 0) {
          first++;
        }
        ofState[action] = dynamics.changed(ofState[action], first);
      }
    }
    return new EnumerableProblem(horizon, start, changed, rewards, absorbing);
  }

  /// The same with every reward changed.
  public EnumerableProblem withRewards(java.util.function.DoubleUnaryOperator change) {
    double[][][] changed = copy(rewards);
    for (double[][] ofState : changed) {
      for (double[] ofAction : ofState) {
        java.util.Arrays.setAll(ofAction, to -> change.applyAsDouble(ofAction[to]));
      }
    }
    return new EnumerableProblem(horizon, start, next, changed, absorbing);
  }

  /// Every episode that can happen, whatever the policy.
  public List<Episode> episodes() {
    List<Episode> all = new ArrayList<>();
    int[] visited = new int[horizon];
    for (int first = 0; first < states(); first++) {
      if (start[first] > 0) {
        extend(first, 0, start[first], visited, new int[horizon], new double[horizon], all);
      }
    }
    return all;
  }

  private void extend(int state, int t, double probability, int[] visited, int[] actions, double[] earned, List<Episode> all) {
    visited[t] = state;
    for (int action = 0; action < actions(); action++) {
      actions[t] = action;
      for (int to = 0; to < states(); to++) {
        double further = probability * next[state][action][to];
        if (further > 0) {
          earned[t] = rewards[state][action][to];
          if (t + 1 == horizon || absorbing[to]) {
            all.add(new Episode(t + 1, visited, actions, earned, further));
          } else {
            extend(to, t + 1, further, visited, actions, earned, all);
          }
        }
      }
    }
  }
}
