// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Optional;

import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.normalise.ObservationNormaliser;
import io.tributary.rl.normalise.ReturnScale;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.PolicyState;
import io.tributary.rl.policy.Rows;
import io.tributary.rl.policy.ValueFunction;
import io.tributary.rl.random.CounterRandom;

/// The one algorithm: weights on ∇log π, an objective made of them, a step on that objective; a critic beside it.
///
/// An update uses the parent's statistics throughout; the batch is merged into them afterwards and both ship together in the child. So the
/// probabilities recorded while acting and those computed at the start of the update are the same numbers, and the first ratio is 1.
///
/// Neither the shape of the policy nor that of the critic is known here.
public final class PolicyGradient implements Algorithm {
  private final Spaces spaces;
  private final Policy policy;
  private final ValueFunction critic;
  private final boolean normaliseObservations;
  private final LearnerSettings settings;
  private final long shuffles;
  private final Kernel kernel;
  private final Objective objective;
  private final Step step;
  private final Estimator estimator;
  private final Estimates estimates = new Estimates();
  private final NormaliserShift shift;
  private final Optimiser optimiser;
  private final float[] gradient;

  private PolicyProblem policyProblem;
  private CriticProblem criticProblem;
  private Rows rows;
  private float[] states = {};
  private float[] standardised = {};

  /// @param normaliseObservations whether observations are standardised by running statistics
  /// @param seed of the shuffles
  public PolicyGradient(
      Spaces spaces, Policy policy, ValueFunction critic, boolean normaliseObservations, LearnerSettings settings, long seed, Kernel kernel) {
    this.spaces = spaces;
    this.policy = policy;
    this.critic = critic;
    this.normaliseObservations = normaliseObservations;
    this.settings = settings;
    this.kernel = kernel;
    shuffles = CounterRandom.stream(seed, "trainer.shuffle");
    objective = switch (settings.objective()) {
      case CLIPPED_SURROGATE -> new ClippedSurrogate(kernel, settings.clip());
    };
    step = switch (settings.step()) {
      case FIRST_ORDER -> new FirstOrderStep(kernel, policy.unit(), settings);
    };
    Weights weights = switch (settings.weights()) {
      case GAE -> new GaeWeights();
    };
    estimator = new Estimator(critic, weights, settings.targets());
    shift = new NormaliserShift(policy);
    int parameters = Math.max(policy.offset() + policy.parameterCount(), critic.offset() + critic.parameterCount());
    gradient = new float[parameters];
    optimiser = new Optimiser(kernel, settings.optimiser(), parameters);
  }

  @Override
  public Agent initial(long seed) {
    float[] theta = new float[gradient.length];
    policy.initialise(theta, CounterRandom.key(seed, "initial.policy"));
    critic.initialise(theta, CounterRandom.key(seed, "initial.critic"));
    PolicyState state = new PolicyState(theta, Moments.empty(spaces.observationSize()), Moments.empty(1));
    return new Agent(0, state, optimiser.initial(), 0, null);
  }

  @Override
  public Optional<String> unusable(Trajectory trajectory) {
    if (trajectory.columns().logProbabilities() == null) {
      return Optional.of("no log-probabilities of the policy that acted; " + settings.algorithm() + " compares its own with them");
    }
    boolean bootstraps = trajectory.ending() != Ending.TERMINATED && trajectory.columns().nextObservation().length == 0;
    if (bootstraps && !estimator.recorded(trajectory)) {
      return Optional.of("no observation after its last step and no values to use instead; its future has no estimate");
    }
    return Optional.empty();
  }

  @Override
  public Update update(Agent parent, Batch batch) {
    requireUsable(batch);
    PolicyState state = parent.policy();
    ObservationNormaliser normaliser = new ObservationNormaliser(state.observations());
    ReturnScale scale = new ReturnScale(state.returns());
    standardiseStates(batch, normaliser);
    float[] theta = state.parameters().clone();
    Metrics metrics = new Metrics();
    estimate(batch, normaliser, scale, theta);
    BatchFigures.putInto(metrics, batch, estimates);
    if (state.returns().count() == 0) {
      return child(parent, batch, state.parameters(), parent.optimiser(), metrics, new Step.Progress(0, StopReason.WARM_UP));
    }
    Runnable again = () -> {
      estimate(batch, normaliser, scale, theta);
      standardiseAdvantages(batch);
    };
    Step.Progress progress = learn(parent, batch, theta, again, metrics);
    return child(parent, batch, theta, optimiser.state(), metrics, progress);
  }

  private Step.Progress learn(Agent parent, Batch batch, float[] theta, Runnable estimate, Metrics metrics) {
    long trained = schedulePosition(parent);
    double learningRate = settings.learningRate().at(trained);
    double entropy = settings.entropy().at(trained);
    reserve(batch);
    standardiseAdvantages(batch);
    optimiser.load(parent.optimiser());
    policyProblem.pose(batch, estimates, parent.policy().parameters(), entropy, trained);
    criticProblem.pose(estimates);
    Figures figures = new Figures();
    Step.Progress progress = step.improve(new Training(batch, states, policyProblem, criticProblem, optimiser, theta, gradient, rows,
        learningRate, CounterRandom.key(shuffles, parent.version() + 1), estimate, figures));
    figures.putInto(metrics);
    metrics.put(Metric.LEARNING_RATE, learningRate).put(Metric.ENTROPY_COEFFICIENT, entropy);
    return progress;
  }

  /// Where the schedules stand: at the parent's trained steps, but at their beginning until the optimiser has taken a step. The warm-up's steps
  /// are trained steps without an update; the first update that learns runs at the full learning rate all the same.
  private static long schedulePosition(Agent parent) {
    boolean learned = parent.optimiser().policySteps() > 0 || parent.optimiser().criticSteps() > 0;
    return learned ? parent.stepsTrained() : 0;
  }

  /// Merges the batch into the statistics. Predictions in reward units survive the critic's new unit, except in the first batch: there was no unit
  /// before it, and parameters that nothing trained are better kept bit for bit than made to repeat their noise in reward units.
  private Update child(Agent parent, Batch batch, float[] theta, OptimiserState memory, Metrics metrics, Step.Progress progress) {
    PolicyState before = parent.policy();
    Moments returns = before.returns().merge(ObservationNormaliser.momentsOf(estimates.valueTargets(), batch.rows(), 1));
    Moments observations = before.observations();
    if (progress.stopReason() != StopReason.WARM_UP) {
      critic.rescale(theta, new ReturnScale(before.returns()), new ReturnScale(returns));
    }
    if (normaliseObservations) {
      observations = observations.merge(ObservationNormaliser.momentsOf(batch.observations(), batch.rows(), spaces.observationSize()));
      metrics.put(Metric.NORMALISER_KL, shift.kl(batch, states, new ObservationNormaliser(observations), theta));
    }
    requireFinite(theta, parent.version() + 1);
    policy.logStdMean(theta).ifPresent(mean -> metrics.put(Metric.LOG_STD_MEAN, mean));
    long stepsTrained = parent.stepsTrained() + batch.rows();
    metrics.put(Metric.EPOCHS_DONE, progress.epochsDone()).put(Metric.STEPS_TRAINED, stepsTrained);
    Agent child = new Agent(parent.version() + 1, new PolicyState(theta, observations, returns), memory, stepsTrained, parent.baseline());
    return new Update(child, metrics, progress.epochsDone(), progress.stopReason());
  }

  private void estimate(Batch batch, ObservationNormaliser normaliser, ReturnScale scale, float[] theta) {
    estimator.estimate(batch, states, normaliser, theta, scale, estimates);
  }

  private void standardiseStates(Batch batch, ObservationNormaliser normaliser) {
    if (normaliser.isIdentity()) {
      states = batch.observations();
      return;
    }
    int entries = batch.rows() * spaces.observationSize();
    standardised = standardised.length < entries ? new float[entries] : standardised;
    normaliser.apply(batch.observations(), batch.rows(), standardised);
    states = standardised;
  }

  private void standardiseAdvantages(Batch batch) {
    if (settings.standardise() == Standardisation.PER_BATCH) {
      Standardised.inPlace(estimates.advantages(), batch.rows());
    }
  }

  private void reserve(Batch batch) {
    int needed = step.maxRows(batch);
    if (rows == null || rows.maxRows() < needed) {
      rows = batch.rowsFor(needed);
      policyProblem = new PolicyProblem(policy, objective, kernel, settings.standardise() == Standardisation.PER_MINIBATCH, needed);
      criticProblem = new CriticProblem(critic, settings.critic(), needed);
    }
  }

  private void requireUsable(Batch batch) {
    if (batch.rows() < 2) {
      throw new IllegalArgumentException("a batch of " + batch.rows() + " steps; expected at least 2, one alone has no standard deviation");
    }
    for (int i = 0; i < batch.trajectories(); i++) {
      Trajectory trajectory = batch.trajectory(i);
      unusable(trajectory).ifPresent(reason -> {
        throw new IllegalArgumentException(trajectory.first() + " has " + reason + "; the batch is not trained on");
      });
    }
  }

  private void requireFinite(float[] theta, long version) {
    if (!Double.isFinite(kernel.squaredNorm(theta, 0, theta.length))) {
      throw new ArithmeticException("version " + version + " has a parameter that is not finite; the update is not published");
    }
  }
}
