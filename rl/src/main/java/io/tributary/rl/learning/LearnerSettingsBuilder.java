// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// Settings that differ in a few places from others: `Algorithms.named("ppo").learner().change().epochs(10).build()`. What is possible together is
/// checked when it is built.
public final class LearnerSettingsBuilder {
  private Weighting weights;
  private Baseline baseline;
  private int nStep;
  private LearnerSettings.Trace trace;
  private boolean discountStates;
  private ObjectiveKind objective;
  private double truncation;
  private Schedule klPenalty;
  private LearnerSettings.Clip clip;
  private Reduction reduction;
  private StepKind step;
  private LearnerSettings.TrustRegion trustRegion;
  private Schedule learningRate;
  private Schedule entropy;
  private int epochs;
  private int minibatches;
  private LearnerSettings.Optimiser optimiser;
  private LearnerSettings.MaxGradNorm maxGradNorm;
  private Standardisation standardise;
  private LearnerSettings.Critic critic;
  private double targetKl;
  private TargetSource targets;

  LearnerSettingsBuilder(LearnerSettings from) {
    weights = from.weights();
    baseline = from.baseline();
    nStep = from.nStep();
    trace = from.trace();
    discountStates = from.discountStates();
    objective = from.objective();
    truncation = from.truncation();
    klPenalty = from.klPenalty();
    clip = from.clip();
    reduction = from.reduction();
    step = from.step();
    trustRegion = from.trustRegion();
    learningRate = from.learningRate();
    entropy = from.entropy();
    epochs = from.epochs();
    minibatches = from.minibatches();
    optimiser = from.optimiser();
    maxGradNorm = from.maxGradNorm();
    standardise = from.standardise();
    critic = from.critic();
    targetKl = from.targetKl();
    targets = from.targets();
  }

  public LearnerSettingsBuilder weights(Weighting next) {
    weights = next;
    return this;
  }

  public LearnerSettingsBuilder baseline(Baseline next) {
    baseline = next;
    return this;
  }

  public LearnerSettingsBuilder nStep(int next) {
    nStep = next;
    return this;
  }

  public LearnerSettingsBuilder trace(LearnerSettings.Trace next) {
    trace = next;
    return this;
  }

  public LearnerSettingsBuilder discountStates(boolean next) {
    discountStates = next;
    return this;
  }

  public LearnerSettingsBuilder objective(ObjectiveKind next) {
    objective = next;
    return this;
  }

  public LearnerSettingsBuilder truncation(double next) {
    truncation = next;
    return this;
  }

  public LearnerSettingsBuilder klPenalty(Schedule next) {
    klPenalty = next;
    return this;
  }

  public LearnerSettingsBuilder clip(LearnerSettings.Clip next) {
    clip = next;
    return this;
  }

  public LearnerSettingsBuilder reduction(Reduction next) {
    reduction = next;
    return this;
  }

  public LearnerSettingsBuilder step(StepKind next) {
    step = next;
    return this;
  }

  public LearnerSettingsBuilder trustRegion(LearnerSettings.TrustRegion next) {
    trustRegion = next;
    return this;
  }

  public LearnerSettingsBuilder learningRate(Schedule next) {
    learningRate = next;
    return this;
  }

  public LearnerSettingsBuilder entropy(Schedule next) {
    entropy = next;
    return this;
  }

  public LearnerSettingsBuilder epochs(int next) {
    epochs = next;
    return this;
  }

  public LearnerSettingsBuilder minibatches(int next) {
    minibatches = next;
    return this;
  }

  public LearnerSettingsBuilder optimiser(LearnerSettings.Optimiser next) {
    optimiser = next;
    return this;
  }

  public LearnerSettingsBuilder maxGradNorm(LearnerSettings.MaxGradNorm next) {
    maxGradNorm = next;
    return this;
  }

  public LearnerSettingsBuilder standardise(Standardisation next) {
    standardise = next;
    return this;
  }

  public LearnerSettingsBuilder critic(LearnerSettings.Critic next) {
    critic = next;
    return this;
  }

  public LearnerSettingsBuilder targetKl(double next) {
    targetKl = next;
    return this;
  }

  public LearnerSettingsBuilder targets(TargetSource next) {
    targets = next;
    return this;
  }

  /// The settings.
  ///
  /// @throws IllegalArgumentException where they do not go together
  public LearnerSettings build() {
    return new LearnerSettings(weights, baseline, nStep, trace, discountStates, objective, truncation, klPenalty, clip, reduction, step,
        trustRegion, learningRate, entropy, epochs, minibatches, optimiser, maxGradNorm, standardise, critic, targetKl, targets);
  }
}
