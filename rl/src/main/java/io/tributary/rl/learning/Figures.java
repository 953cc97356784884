// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.OptionalDouble;

/// What happened in the minibatches of one update. Losses, entropy, clip fraction and gradient norms are means over all minibatches, weighted by
/// their rows; the KLs and the effective sample size are the last policy minibatch's.
final class Figures {
  private double policyRows;
  private double criticRows;
  private double stepRows;
  private double policyLoss;
  private double entropy;
  private double clipFraction;
  private boolean clips;
  private double policyNorm;
  private double valueLoss;
  private double criticNorm;
  private double firstRatioMax = -1;
  private double approxKl;
  private double behaviourKl;
  private double effectiveShare;
  private boolean compares;
  private int lineSearchSteps = -1;

  void policyMinibatch(PolicyProblem problem) {
    int n = problem.terms().count();
    if (firstRatioMax < 0 && problem.comparesWithBehaviour()) {
      firstRatioMax = furthestFromOne(problem.terms().ratios(), n);
    }
    policyRows += n;
    policyLoss += n * problem.loss().value();
    entropy += n * problem.entropy();
    OptionalDouble fraction = problem.loss().clipFraction();
    clips |= fraction.isPresent();
    clipFraction += n * fraction.orElse(0);
  }

  void policyStep(double norm, int rows) {
    stepRows += rows;
    policyNorm += rows * norm;
  }

  void criticMinibatch(CriticProblem problem, double norm, int rows) {
    criticRows += rows;
    valueLoss += rows * problem.value();
    criticNorm += rows * norm;
  }

  /// Notes the figures of the policy's last minibatch.
  void lastPolicyMinibatch(PolicyProblem problem) {
    Terms terms = problem.terms();
    approxKl = estimatedKl(terms.now(), problem.parentLogProbabilities(), terms.count());
    compares = problem.comparesWithBehaviour();
    if (!compares) {
      return;
    }
    behaviourKl = estimatedKl(terms.now(), terms.behaviour(), terms.count());
    EffectiveShare ratios = new EffectiveShare();
    for (int i = 0; i < terms.count(); i++) {
      ratios.add(terms.ratios()[i]);
    }
    effectiveShare = problem.loss().effectiveShare().orElse(ratios.share().orElse(0));
  }

  void lineSearch(int steps) {
    lineSearchSteps = steps;
  }

  void putInto(Metrics metrics) {
    metrics.put(Metric.POLICY_LOSS, policyLoss / policyRows).put(Metric.ENTROPY, entropy / policyRows);
    metrics.put(Metric.APPROX_KL, approxKl);
    if (compares) {
      metrics.put(Metric.BEHAVIOUR_KL, behaviourKl).put(Metric.IMPORTANCE_ESS, effectiveShare).put(Metric.FIRST_RATIO_MAX, firstRatioMax);
    }
    if (criticRows > 0) {
      metrics.put(Metric.VALUE_LOSS, valueLoss / criticRows).put(Metric.VALUE_GRAD_NORM, criticNorm / criticRows);
    }
    if (lineSearchSteps >= 0) {
      metrics.put(Metric.LINE_SEARCH_STEPS, lineSearchSteps);
    }
    if (stepRows > 0) {
      metrics.put(Metric.POLICY_GRAD_NORM, policyNorm / stepRows);
    }
    if (clips) {
      metrics.put(Metric.CLIP_FRACTION, clipFraction / policyRows);
    }
  }

  /// Mean of (r − 1) − log r, r = π_θ/reference: never negative.
  static double estimatedKl(float[] now, float[] reference, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double logRatio = (double) now[i] - reference[i];
      sum += Math.max(0, StrictMath.expm1(logRatio) - logRatio);
    }
    return sum / n;
  }

  private static double furthestFromOne(float[] ratios, int n) {
    double furthest = 0;
    for (int i = 0; i < n; i++) {
      furthest = Math.max(furthest, Math.abs((double) ratios[i] - 1));
    }
    return furthest;
  }
}
