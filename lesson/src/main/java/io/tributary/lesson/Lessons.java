// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson;

import java.util.List;
import java.util.Optional;

import io.tributary.lesson.claim.AllPositive;
import io.tributary.lesson.claim.Baselines;
import io.tributary.lesson.claim.BatchArithmetic;
import io.tributary.lesson.claim.Causality;
import io.tributary.lesson.claim.CloningLimit;
import io.tributary.lesson.claim.Detach;
import io.tributary.lesson.claim.DynamicsCancel;
import io.tributary.lesson.claim.Entropy;
import io.tributary.lesson.claim.Fisher;
import io.tributary.lesson.claim.ImportanceWeights;
import io.tributary.lesson.claim.KSteps;
import io.tributary.lesson.claim.LambdaSpectrum;
import io.tributary.lesson.claim.OneBackwardPass;
import io.tributary.lesson.claim.ParameterDistance;
import io.tributary.lesson.claim.Reuse;
import io.tributary.lesson.claim.Robot;
import io.tributary.lesson.claim.RobotTime;
import io.tributary.lesson.claim.SampleEfficiency;
import io.tributary.lesson.claim.SampleVariance;
import io.tributary.lesson.claim.ScoreZeroMean;
import io.tributary.lesson.claim.SharedTrunk;
import io.tributary.lesson.claim.SparseReward;
import io.tributary.lesson.claim.TrustRegion;
import io.tributary.lesson.claim.WeightedMle;

/// All claims, in the order in which they build on one another.
public final class Lessons {
  private static final List<Claim> ALL = List.of(
      new ScoreZeroMean(),
      new DynamicsCancel(),
      new Causality(),
      new Baselines(),
      new AllPositive(),
      new Robot(),
      new OneBackwardPass(),
      new Detach(),
      new ImportanceWeights(),
      new KSteps(),
      new Fisher(),
      new ParameterDistance(),
      new RobotTime(),
      new CloningLimit(),
      new LambdaSpectrum(),
      new BatchArithmetic(),
      new SampleVariance(),
      new Reuse(),
      new WeightedMle(),
      new SampleEfficiency(),
      new SharedTrunk(),
      new Entropy(),
      new SparseReward(),
      new TrustRegion());

  private Lessons() {}

  public static List<Claim> all() {
    return ALL;
  }

  /// The one to begin with: everything else rests on it.
  public static Claim first() {
    return ALL.get(0);
  }

  public static Optional<Claim> named(String slug) {
    return ALL.stream().filter(claim -> claim.slug().equals(slug)).findFirst();
  }
}
