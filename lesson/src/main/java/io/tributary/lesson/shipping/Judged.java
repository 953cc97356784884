// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.shipping;

import java.util.function.Function;

import io.tributary.lesson.exact.Episode;
import io.tributary.lesson.exact.Estimator;
import io.tributary.lesson.exact.ExactCase;
import io.tributary.lesson.exact.Expectation;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.LearnerSettings;

/// An estimator of ∇J twice, by its definition and by the settings that ship it, and what its expectation is predicted to be.
///
/// @param reference the definition
/// @param settings the same as a row of settings
/// @param values what is recorded as V along an episode; null where nothing is
/// @param behaviour parameters of the policy that acts
/// @param relation of the prediction to ∇J, in words
/// @param predicted E[ĝ], worked out without the estimator
public record Judged(
    Estimator reference,
    LearnerSettings settings,
    Function<Episode, double[]> values,
    double[] behaviour,
    String relation,
    double[] predicted) {

  /// E[ĝ] of the definition, over every batch of so many episodes.
  public Expectation reference(ExactCase exact, int batch) {
    return exact.expectation(reference, batch, behaviour);
  }

  /// E[ĝ] of the shipping code.
  public Expectation shipping(ExactCase exact, int batch) {
    ShippingPath path = new ShippingPath(exact.policy(), settings);
    Function<Episode, Trajectory> recorded =
        episode -> path.trajectory(episode, behaviour, exact.gamma(), 1, values == null ? null : values.apply(episode));
    return Expectation.of(exact.episodes(), exact.probabilities(behaviour), batch, path.estimator(exact.theta(), recorded));
  }
}
