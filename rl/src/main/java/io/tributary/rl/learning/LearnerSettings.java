// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Objects;

/// One algorithm with three choices, and its numbers. The named algorithms are rows of these ({@link Algorithms}).
///
/// @param weights first choice: what multiplies ∇log π
/// @param baseline what is taken off the weights
/// @param nStep rewards before the critic takes over, with weights n-step; 1 to 1000000
/// @param trace limits of V-trace's ratios
/// @param discountStates whether a step t of its episode weighs γ^t, as the gradient of the discounted return has it; most of the field leaves it out
/// @param objective second choice: what is made of ratios and weights
/// @param truncation largest importance weight, above which it is that; 0 for no limit
/// @param klPenalty β of the objective kl-penalty, over trained steps
/// @param clip trust range of the ratio
/// @param reduction what the sum over steps is divided by
/// @param step third choice: how parameters move
/// @param trustRegion how far natural steps go
/// @param learningRate of both networks, over trained steps; natural steps have a length of their own, there it is the critic's
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
    Weighting weights,
    Baseline baseline,
    int nStep,
    Trace trace,
    boolean discountStates,
    ObjectiveKind objective,
    double truncation,
    Schedule klPenalty,
    Clip clip,
    Reduction reduction,
    StepKind step,
    TrustRegion trustRegion,
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
    Objects.requireNonNull(weights, "learner.weights");
    Objects.requireNonNull(baseline, "learner.baseline");
    Objects.requireNonNull(trace, "learner.trace");
    Objects.requireNonNull(objective, "learner.objective");
    Objects.requireNonNull(clip, "learner.clip");
    Objects.requireNonNull(reduction, "learner.reduction");
    Objects.requireNonNull(step, "learner.step");
    Objects.requireNonNull(trustRegion, "learner.trustRegion");
    Objects.requireNonNull(optimiser, "learner.optimiser");
    Objects.requireNonNull(maxGradNorm, "learner.maxGradNorm");
    Objects.requireNonNull(standardise, "learner.standardise");
    Objects.requireNonNull(critic, "learner.critic");
    Objects.requireNonNull(targets, "learner.targets");
    Requirement.between("learner.nStep", nStep, 1, 1_000_000);
    Requirement.between("learner.truncation", truncation, 0, 1e9);
    klPenalty.require("learner.klPenalty", 0, 1e9);
    learningRate.require("learner.learningRate", 0, 1e3);
    entropy.require("learner.entropy", 0, 1e3);
    Requirement.between("learner.epochs", epochs, 1, 1000);
    Requirement.between("learner.minibatches", minibatches, 1, 65_536);
    Requirement.between("learner.targetKl", targetKl, 0, 1e3);
    Combinations.require(weights, baseline, discountStates, targets);
    Combinations.require(objective, weights, truncation, standardise);
    Combinations.require(step, objective, truncation, epochs, minibatches, baseline, critic);
  }

  /// Proximal policy optimisation with the numbers most of the field starts from.
  public static LearnerSettings defaults() {
    return new LearnerSettings(Weighting.GAE, Baseline.VALUE, 5, Trace.defaults(), false, ObjectiveKind.CLIPPED_SURROGATE, 0, Schedule.constant(1),
        Clip.defaults(), Reduction.STEPS, StepKind.FIRST_ORDER, TrustRegion.defaults(), Schedule.constant(3e-4), new Schedule(0.01, 0, 1_000_000), 4, 4,
        Optimiser.defaults(), MaxGradNorm.defaults(), Standardisation.PER_MINIBATCH, Critic.defaults(), 0, TargetSource.RECORDED);
  }

  /// Whether there is a value function to be fitted: without one nothing but the policy is trained.
  public boolean fitsCritic() {
    return baseline == Baseline.VALUE;
  }

  /// Whether the weights or the objective mean nothing on a part of an episode.
  public boolean needsEpisodes() {
    boolean returns = weights == Weighting.TOTAL_RETURN || weights == Weighting.REWARD_TO_GO;
    boolean finite = weights == Weighting.TOTAL_RETURN || baseline != Baseline.VALUE;
    return returns && finite || objective.needsEpisodes();
  }

  /// Whether the newest version must have acted, because no ratio corrects for an older one.
  public boolean needsOwnData() {
    return objective == ObjectiveKind.SCORE_FUNCTION && weights != Weighting.V_TRACE && weights != Weighting.ONE;
  }

  /// These settings, to be changed.
  public LearnerSettingsBuilder change() {
    return new LearnerSettingsBuilder(this);
  }

  /// Limits of V-trace's ratios (arXiv 1802.01561).
  ///
  /// @param rhoBar ρ̄, of the temporal differences and the policy's weights: which policy's value is learned
  /// @param cBar c̄, of the traces: how far back an error reaches
  public record Trace(double rhoBar, double cBar) {
    public Trace {
      Requirement.between("learner.trace.rhoBar", rhoBar, 1e-9, 1e9);
      Requirement.between("learner.trace.cBar", cBar, 0, 1e9);
    }

    public static Trace defaults() {
      return new Trace(1, 1);
    }
  }

  /// How far a natural step goes.
  ///
  /// @param maxKl δ, mean KL(π_k‖π_θ) in nats: of the quadratic model for natural gradients, also of the policy itself for trust regions
  /// @param iterations most steps of the conjugate gradient, 1 to 1000
  /// @param damping added to the diagonal of the Fisher matrix
  /// @param backtrack factor of a shorter try, between 0 and 1
  /// @param backtracks tries, the full step among them, 1 to 100
  public record TrustRegion(double maxKl, int iterations, double damping, double backtrack, int backtracks) {
    public TrustRegion {
      Requirement.between("learner.trustRegion.maxKl", maxKl, 1e-9, 1e3);
      Requirement.between("learner.trustRegion.iterations", iterations, 1, 1000);
      Requirement.between("learner.trustRegion.damping", damping, 0, 1e6);
      Requirement.between("learner.trustRegion.backtrack", backtrack, 1e-3, 0.999);
      Requirement.between("learner.trustRegion.backtracks", backtracks, 1, 100);
    }

    public static TrustRegion defaults() {
      return new TrustRegion(0.01, 15, 0.1, 0.8, 10);
    }
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
  /// @param epochs passes of its own over a batch, after the policy's; 0: it moves beside the policy, on the same minibatches
  /// @param minibatches pieces of such a pass
  /// @param learningRateFactor its learning rate, as a multiple of the policy's
  public record Critic(double coefficient, double clip, int epochs, int minibatches, double learningRateFactor) {
    public Critic {
      Requirement.between("learner.critic.coefficient", coefficient, 1e-9, 1e9);
      Requirement.between("learner.critic.clip", clip, 0, 1e9);
      Requirement.between("learner.critic.epochs", epochs, 0, 1000);
      Requirement.between("learner.critic.minibatches", minibatches, 1, 65_536);
      Requirement.between("learner.critic.learningRateFactor", learningRateFactor, 0, 1e6);
    }

    public static Critic defaults() {
      return new Critic(1, 0, 0, 4, 1);
    }
  }
}
