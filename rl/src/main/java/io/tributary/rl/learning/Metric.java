// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// The figures of one version; a figure that does not apply is absent, never NaN.
public enum Metric {
  POLICY_LOSS("policyLoss"),
  VALUE_LOSS("valueLoss"),
  ENTROPY("entropy"),
  /// Mean of (r − 1) − log r with r = π_θ/π_k at the last minibatch of the last epoch, or on the whole batch after a natural
  /// step: never negative.
  APPROX_KL("approxKl"),
  /// The same estimator with r = π_θ/μ.
  BEHAVIOUR_KL("behaviourKl"),
  CLIP_FRACTION("clipFraction"),
  /// Largest |π_θ/μ − 1| in the first minibatch of the first epoch; 0 in lock step.
  FIRST_RATIO_MAX("firstRatioMax"),
  /// Effective sample size of the importance weights as a share of their number, at the last minibatch: of each step's ratio, or of the products over a
  /// trajectory where the objective takes them.
  IMPORTANCE_ESS("importanceEss"),
  EXPLAINED_VARIANCE("explainedVariance"),
  POLICY_GRAD_NORM("policyGradNorm"),
  VALUE_GRAD_NORM("valueGradNorm"),
  LEARNING_RATE("learningRate"),
  ENTROPY_COEFFICIENT("entropyCoefficient"),
  LOG_STD_MEAN("logStdMean"),
  ADVANTAGE_MEAN("advantageMean"),
  ADVANTAGE_STD("advantageStd"),
  VALUE_MEAN("valueMean"),
  RETURN_MEAN("returnMean"),
  LAG_MEAN("lagMean"),
  LAG_MAX("lagMax"),
  NORMALISER_KL("normaliserKl"),
  EPOCHS_DONE("epochsDone"),
  /// Steps a trust region tried; the number of tries allowed where none was accepted.
  LINE_SEARCH_STEPS("lineSearchSteps"),
  STEPS_TRAINED("stepsTrained"),
  EPISODES("episodes"),
  EPISODE_RETURN_MEAN("episodeReturnMean"),
  UPDATE_MS("updateMs"),
  WAIT_MS("waitMs"),
  CONSUMER_LAG("consumerLag");

  private final String field;

  Metric(String field) {
    this.field = field;
  }

  /// The name on the wire and in reports.
  public String field() {
    return field;
  }
}
