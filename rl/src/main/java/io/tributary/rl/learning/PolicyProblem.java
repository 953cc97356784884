// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Arrays;

import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Sums;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.Rows;

/// The objective, minus the entropy bonus, plus what divergence from π_k costs, over a batch.
///
/// The objective's part is a mean over steps, or times the steps a trajectory has: then a mean over trajectories of sums. Entropy and divergence are
/// means over steps either way.
final class PolicyProblem implements Problem {
  private final Policy policy;
  private final Objective objective;
  private final Kernel kernel;
  private final boolean standardise;
  private final Policy.Evaluation now;
  private final Policy.Evaluation parent;
  private final Terms terms;
  private final float[] derivatives;
  private final float[] perRow;

  private Batch batch;
  private Estimates estimates;
  private float[] parentTheta;
  private double entropyCoefficient;
  private long stepsTrained;
  private double divergenceCoefficient;

  private final boolean perTrajectory;
  private Rows rows;
  private float scale;
  private boolean parentKnown;
  private Objective.Loss loss;
  private double entropy;

  PolicyProblem(Policy policy, Objective objective, Kernel kernel, LearnerSettings settings, int maxRows) {
    this.policy = policy;
    this.objective = objective;
    this.kernel = kernel;
    standardise = settings.standardise() == Standardisation.PER_MINIBATCH;
    perTrajectory = settings.reduction() == Reduction.TRAJECTORIES;
    now = policy.evaluation(maxRows);
    parent = policy.evaluation(maxRows);
    terms = new Terms(maxRows);
    derivatives = new float[maxRows];
    perRow = new float[maxRows];
  }

  /// Poses the problem of one update.
  void pose(Batch nextBatch, Estimates nextEstimates, float[] thetaOfParent, double coefficient, long trained) {
    batch = nextBatch;
    estimates = nextEstimates;
    parentTheta = thetaOfParent;
    entropyCoefficient = coefficient;
    stepsTrained = trained;
    divergenceCoefficient = objective.divergenceCoefficient(trained);
  }

  @Override
  public void moveTo(float[] theta, Rows selected) {
    rows = selected;
    parentKnown = false;
    terms.select(selected);
    now.evaluate(theta, selected);
    now.logProbabilities(terms.now());
    now.entropies(perRow);
    int n = selected.count();
    entropy = Sums.sum(perRow, 0, n) / n;
    selected.gather(estimates.advantages(), terms.advantages());
    if (standardise) {
      Standardised.inPlace(terms.advantages(), n);
    }
    if (comparesWithBehaviour()) {
      ratios(n);
    }
    if (objective.needsParent()) {
      requireParent();
    }
    if (objective.needsRewards()) {
      terms.gatherRewards(batch, estimates);
    }
    loss = objective.evaluate(terms, stepsTrained, derivatives);
    scale = scale();
    for (int i = 0; scale != 1 && i < n; i++) {
      derivatives[i] *= scale;
    }
  }

  private void ratios(int n) {
    rows.gather(batch.logProbabilities(), terms.behaviour());
    for (int i = 0; i < n; i++) {
      terms.ratios()[i] = terms.now()[i] - terms.behaviour()[i];
    }
    kernel.exp(terms.ratios(), 0, n);
  }

  /// Steps a trajectory has: of the selected ones, or on average where rows were selected one by one.
  private float scale() {
    if (!perTrajectory) {
      return 1;
    }
    return rows.sequences() > 0 ? (float) rows.count() / rows.sequences() : (float) batch.rows() / batch.trajectories();
  }

  /// Whether the rows know log μ, so that ratios mean something.
  boolean comparesWithBehaviour() {
    return batch.logProbabilitiesComplete();
  }

  @Override
  public double value() {
    double divergence = divergenceCoefficient == 0 ? 0 : divergenceCoefficient * kl();
    return scale * loss.value() - entropyCoefficient * entropy + divergence;
  }

  @Override
  public double kl() {
    requireParent();
    now.divergencesFrom(parent, perRow);
    return Sums.sum(perRow, 0, rows.count()) / rows.count();
  }

  @Override
  public void gradient(float[] gradient) {
    clear(gradient);
    if (entropyCoefficient == 0) {
      now.addGradient(derivatives, null, gradient);
    } else {
      Arrays.fill(perRow, 0, rows.count(), (float) (-entropyCoefficient / rows.count()));
      now.addGradient(derivatives, perRow, gradient);
    }
    if (divergenceCoefficient != 0) {
      requireParent();
      Arrays.fill(perRow, 0, rows.count(), (float) (divergenceCoefficient / rows.count()));
      now.addDivergenceGradient(parent, perRow, gradient);
    }
  }

  @Override
  public void fisherVector(float[] v, float[] product) {
    clear(product);
    Arrays.fill(perRow, 0, rows.count(), 1f / rows.count());
    now.addFisherProduct(perRow, v, product);
  }

  /// The objective's part of the loss.
  Objective.Loss loss() {
    return loss;
  }

  /// Mean entropy of the rows, in nats.
  double entropy() {
    return entropy;
  }

  /// What the objective saw of the rows.
  Terms terms() {
    return terms;
  }

  /// log π_k of the rows.
  float[] parentLogProbabilities() {
    requireParent();
    return terms.parent();
  }

  int offset() {
    return policy.offset();
  }

  int parameterCount() {
    return policy.parameterCount();
  }

  private void requireParent() {
    if (!parentKnown) {
      parent.evaluate(parentTheta, rows);
      parent.logProbabilities(terms.parent());
      parentKnown = true;
    }
  }

  private void clear(float[] vector) {
    Arrays.fill(vector, policy.offset(), policy.offset() + policy.parameterCount(), 0);
  }
}
