// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Objects;

/// One algorithm with three choices, and its numbers. The named algorithms are rows of these ({@link Algorithms}).
///
/// @param algorithm name of the row the settings started from
/// @param weights first choice: what multiplies ∇log π
/// @param objective second choice: what is made of ratios and weights
/// @param step third choice: how parameters move
/// @param clip trust range of the ratio
/// @param learningRate of both networks, over trained steps
/// @param entropy coefficient of the entropy bonus in nats, over trained steps
/// @param epochs passes over a batch, 1 to 1000
/// @param minibatches pieces of a pass, 1 to 65536; fewer where a piece would hold a single step
/// @param optimiser how a gradient becomes a step
/// @param maxGradNorm what gradients are clipped to
/// @param standardise over what advantages are standardised
/// @param critic how the value function is fitted
/// @param targetKl the policy stops for this update before a step once KL(π_k‖π_θ) on its minibatch exceeds 1.5 × this, in nats; 0 for never
/// @param targets where values and advantages come from
public record LearnerSettings(
    String algorithm,
    Weighting weights,
    ObjectiveKind objective,
    StepKind step,
    Clip clip,
    Schedule learningRate,
    Schedule entropy,
    int epochs,
    int minibatches,
    Optimiser optimiser,
    MaxGradNorm maxGradNorm,
    Standardisation standardise,
    Critic critic,
    double targetKl,
    TargetSource targets) {

  public LearnerSettings {
    Objects.requireNonNull(algorithm, "learner.algorithm");
    Objects.requireNonNull(weights, "learner.weights");
    Objects.requireNonNull(objective, "learner.objective");
    Objects.requireNonNull(step, "learner.step");
    Objects.requireNonNull(clip, "learner.clip");
    Objects.requireNonNull(optimiser, "learner.optimiser");
    Objects.requireNonNull(maxGradNorm, "learner.maxGradNorm");
    Objects.requireNonNull(standardise, "learner.standardise");
    Objects.requireNonNull(critic, "learner.critic");
    Objects.requireNonNull(targets, "learner.targets");
    learningRate.require("learner.learningRate", 0, 1e3);
    entropy.require("learner.entropy", 0, 1e3);
    Requirement.between("learner.epochs", epochs, 1, 1000);
    Requirement.between("learner.minibatches", minibatches, 1, 65_536);
    Requirement.between("learner.targetKl", targetKl, 0, 1e3);
  }

  /// Proximal policy optimisation with the numbers most of the field starts from.
  public static LearnerSettings defaults() {
    return new LearnerSettings("ppo", Weighting.GAE, ObjectiveKind.CLIPPED_SURROGATE, StepKind.FIRST_ORDER, Clip.defaults(), Schedule.constant(3e-4),
        new Schedule(0.01, 0, 1_000_000), 4, 4, Optimiser.defaults(), MaxGradNorm.defaults(), Standardisation.PER_MINIBATCH, Critic.defaults(), 0,
        TargetSource.RECORDED);
  }

  /// What the ratio is taken against where it is clipped.
  public enum ClipCentre {
    /// π_θ/μ.
    BEHAVIOUR,
    /// π_θ/π_k, weighted by π_k/μ: for data that π_k did not act (arXiv 2110.00641).
    PROXIMAL
  }

  /// Trust range of the ratio.
  ///
  /// @param range ε of [1 − ε, 1 + ε], over trained steps
  /// @param centre what the ratio is taken against
  public record Clip(Schedule range, ClipCentre centre) {
    public Clip {
      Objects.requireNonNull(centre, "learner.clip.centre");
      range.require("learner.clip.range", 0, 1e3);
    }

    public static Clip defaults() {
      return new Clip(Schedule.constant(0.2), ClipCentre.BEHAVIOUR);
    }
  }

  /// The rule of a single step.
  public enum Rule {
    /// Kingma and Ba, arXiv 1412.6980.
    ADAM,
    /// Plain gradient descent.
    SGD
  }

  /// How a gradient becomes a step.
  ///
  /// @param rule adam or sgd; the other three are Adam's
  /// @param beta1 decay of the first moment
  /// @param beta2 decay of the second moment
  /// @param epsilon added to the root of the second moment
  public record Optimiser(Rule rule, double beta1, double beta2, double epsilon) {
    public Optimiser {
      Objects.requireNonNull(rule, "learner.optimiser.rule");
      Requirement.between("learner.optimiser.beta1", beta1, 0, 1 - 1e-9);
      Requirement.between("learner.optimiser.beta2", beta2, 0, 1 - 1e-9);
      Requirement.between("learner.optimiser.epsilon", epsilon, 0, 1);
    }

    public static Optimiser defaults() {
      return new Optimiser(Rule.ADAM, 0.9, 0.999, 1e-5);
    }
  }

  /// Largest Euclidean norms of a minibatch's gradients; longer ones are shortened to it.
  ///
  /// @param policy of the policy's gradient, or of both together
  /// @param critic of the critic's gradient
  /// @param joint whether both are one gradient, clipped to `policy`, as libraries with a single loss do
  public record MaxGradNorm(double policy, double critic, boolean joint) {
    public MaxGradNorm {
      Requirement.between("learner.maxGradNorm.policy", policy, 1e-9, 1e9);
      Requirement.between("learner.maxGradNorm.critic", critic, 1e-9, 1e9);
    }

    public static MaxGradNorm defaults() {
      return new MaxGradNorm(0.5, 0.5, false);
    }
  }

  /// How the value function is fitted.
  ///
  /// @param coefficient factor of its loss; matters to plain gradient descent and to a joint gradient norm only
  /// @param clip how far a prediction may profitably move from the value its target was made with (recorded or recomputed), in standard deviations of the return; 0 for any distance
  public record Critic(double coefficient, double clip) {
    public Critic {
      Requirement.between("learner.critic.coefficient", coefficient, 1e-9, 1e9);
      Requirement.between("learner.critic.clip", clip, 0, 1e9);
    }

    public static Critic defaults() {
      return new Critic(1, 0);
    }
  }
}
