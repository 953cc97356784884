// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.target;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Targets;

/// The targets a segment's own log fixes: rewards-to-go, and advantages from the values recorded by whoever acted.
///
/// A termination is worth nothing after its last step. A truncation or a cut is worth V(nextObservation) to the advantages always, and to the
/// rewards-to-go where `bootstrap` is set: without it they are the finite-horizon sums of complete episodes.
public final class SegmentTargets {
  private SegmentTargets() {}

  /// Targets of one segment of one episode.
  ///
  /// @param columns the segment's steps; advantages are computed where they hold values
  /// @param ending of the last step
  /// @param cut whether the segment was closed though the episode goes on
  /// @param gamma γ, 0 to 1
  /// @param lambda λ, 0 to 1
  /// @param bootstrap whether rewards-to-go of a truncated or cut segment start from V(nextObservation), where a critic recorded it
  /// @return rewards-to-go and, where values were recorded, advantages, both in reward units
  /// @throws IllegalArgumentException where γ or λ is not between 0 and 1, or a segment neither ends nor is cut
  public static Targets of(Columns columns, Ending ending, boolean cut, double gamma, double lambda, boolean bootstrap) {
    requireFraction("gamma", gamma);
    requireFraction("lambda", lambda);
    if (!ending.endsEpisode() && !cut) {
      throw new IllegalArgumentException("a segment of " + columns.count() + " steps ends with CONTINUES and is not cut; expected an ending or a cut");
    }
    int n = columns.count();
    float[] values = columns.values();
    double[] discounts = Discounts.of(n, gamma, ending);
    float[] rewardsToGo = new float[n];
    double future = bootstrap && values != null && ending != Ending.TERMINATED ? values[n] : 0;
    RewardToGo.compute(columns.rewards(), 0, discounts, future, n, rewardsToGo, 0);
    if (values == null) {
      return new Targets(rewardsToGo, null);
    }
    float[] advantages = new float[n];
    GeneralizedAdvantage.compute(columns.rewards(), 0, values, 0, discounts, lambda, n, advantages, 0);
    return new Targets(rewardsToGo, advantages);
  }

  private static void requireFraction(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is " + value + "; expected 0 to 1");
    }
  }
}
