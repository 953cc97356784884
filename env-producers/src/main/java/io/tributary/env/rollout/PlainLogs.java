// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Steps;

/// What a log has of somebody whose policy is not known: what was seen, what was done, what it brought.
public final class PlainLogs {
  private PlainLogs() {}

  /// The record without log-probabilities and values, under no version of the run: only cloning may learn from it.
  public static Steps of(Steps record) {
    return new Steps(record.first(), Steps.FOREIGN_POLICY, columns(record.columns()), record.ending(), record.cut(), record.returnBefore(),
        record.purpose(), record.rewardPending(), record.firstActedMs(), record.lastActedMs());
  }

  private static Columns columns(Columns acted) {
    Columns.Builder plain = new Columns.Builder(acted.count(), acted.observationSize(), acted.actionSize())
        .observations(acted.observations(), 0)
        .rewards(acted.rewards(), 0);
    if (acted.nextObservation().length > 0) {
      plain.nextObservation(acted.nextObservation(), 0);
    }
    if (acted.discreteActions() != null) {
      plain.discreteActions(acted.discreteActions(), 0);
    } else {
      plain.continuousActions(acted.continuousActions(), 0);
    }
    if (acted.environmentActions() != null) {
      plain.environmentActions(acted.environmentActions(), 0);
    }
    if (acted.masks() != null) {
      plain.masks(acted.masks(), 0, acted.masks().length / acted.count());
    }
    return plain.build();
  }
}
