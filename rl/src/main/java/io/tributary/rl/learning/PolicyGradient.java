// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Arrays;
import java.util.Optional;

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
  private final BaselineRegression regression;
  private final Objective objective;
  private final Policy.Unit unit;
  private final Step step;
  private final Fitness fitness;
  private final Estimator estimator;
  private final Estimates estimates = new Estimates();
  private final NormaliserShift shift;
  private final Optimiser optimiser;
  private final float[] gradient;

  private PolicyProblem policyProblem;
  private CriticProblem criticProblem;
  private Rows rows;
  private Rows criticRows;
  private float[] states = {};
  private float[] standardised = {};

  /// @param normaliseObservations whether observations are standardised by running statistics
  /// @param regression the baseline tribuo; null where the settings name another
  /// @param seed of the shuffles
  /// @param pair how policy and critic are moved beside each other; the bits are the same whichever way
  public PolicyGradient(
      Spaces spaces, Policy policy, ValueFunction critic, boolean normaliseObservations, LearnerSettings settings, BaselineRegression regression, long seed,
      Kernel kernel, Pair pair) {
    if ((settings.baseline() == Baseline.TRIBUO) != (regression != null)) {
      throw new IllegalArgumentException("learner.baseline is " + Combinations.label(settings.baseline()) + " with " + (regression == null ? "no regression" : "a regression")
          + "; expected a regression for tribuo and none for the others");
    }
    this.spaces = spaces;
    this.policy = policy;
    this.critic = critic;
    this.normaliseObservations = normaliseObservations;
    this.settings = settings;
    this.regression = regression;
    this.kernel = kernel;
    shuffles = CounterRandom.stream(seed, "trainer.shuffle");
    objective = switch (settings.objective()) {
      case SCORE_FUNCTION -> new ScoreFunction();
      case TRAJECTORY_IMPORTANCE -> new TrajectoryImportance(settings.truncation());
      case DECISION_IMPORTANCE -> new DecisionImportance(settings.truncation());
      case STEP_IMPORTANCE -> new StepImportance(settings.truncation(), null);
      case CLIPPED_SURROGATE -> new ClippedSurrogate(kernel, settings.clip());
      case KL_PENALTY -> new StepImportance(0, settings.klPenalty());
    };
    unit = coarser(policy.unit(), objective.unit());
    CriticEpochs criticEpochs = new CriticEpochs(kernel, unit, settings);
    step = switch (settings.step()) {
      case FIRST_ORDER -> new FirstOrderStep(kernel, unit, settings, criticEpochs, pair);
      case NATURAL_GRADIENT, TRUST_REGION -> new NaturalStep(kernel, unit, settings, criticEpochs);
    };
    estimator = new Estimator(policy, critic, regression, settings, kernel);
    fitness = new Fitness(settings, estimator);
    shift = new NormaliserShift(policy);
    int parameters = Math.max(policy.offset() + policy.parameterCount(), critic.offset() + critic.parameterCount());
    gradient = new float[parameters];
    optimiser = new Optimiser(kernel, settings.optimiser(), parameters);
  }

  private static Policy.Unit coarser(Policy.Unit a, Policy.Unit b) {
    return a.compareTo(b) >= 0 ? a : b;
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
    return fitness.objection(trajectory);
  }

  @Override
  public Update update(Agent parent, Batch batch) {
    requireUsable(batch);
    PolicyState state = parent.policy();
    float[] theta = state.parameters().clone();
    Metrics metrics = new Metrics();
    prepare(parent, batch);
    BatchFigures.putInto(metrics, batch, estimates, settings.fitsCritic());
    if (state.returns().count() == 0) {
      return child(parent, batch, state.parameters(), parent.optimiser(), metrics, new Step.Progress(0, StopReason.WARM_UP));
    }
    Runnable again = () -> {
      estimate(parent, batch, theta);
      standardiseAdvantages(batch);
    };
    Step.Progress progress = learn(parent, batch, theta, again, metrics);
    return child(parent, batch, theta, optimiser.state(), metrics, progress);
  }

  /// The gradient of the policy's loss over the whole batch at some parameters, as an update of `parent` would compute it for a single minibatch: its
  /// expectation is what estimators are judged by. Nothing is learned, and statistics may be empty.
  ///
  /// @param theta where the policy is; weights come from the parent
  /// @return one entry for each parameter; the critic's are 0
  /// @throws IllegalArgumentException as {@link #update}
  public float[] gradient(Agent parent, float[] theta, Batch batch) {
    requireUsable(batch);
    prepare(parent, batch);
    reserve(batch.rows(), batch);
    standardiseAdvantages(batch);
    pose(parent, batch);
    Minibatches.selectAll(batch, unit, states, rows);
    policyProblem.moveTo(theta, rows);
    float[] out = new float[gradient.length];
    policyProblem.gradient(out);
    return out;
  }

  private void prepare(Agent parent, Batch batch) {
    standardiseStates(batch, new ObservationNormaliser(parent.policy().observations()));
    estimate(parent, batch, parent.policy().parameters());
  }

  private void pose(Agent parent, Batch batch) {
    long trained = schedulePosition(parent);
    policyProblem.pose(batch, estimates, parent.policy().parameters(), settings.entropy().at(trained), trained);
    criticProblem.pose(estimates);
  }

  private Step.Progress learn(Agent parent, Batch batch, float[] theta, Runnable estimate, Metrics metrics) {
    long trained = schedulePosition(parent);
    double learningRate = settings.learningRate().at(trained);
    double entropy = settings.entropy().at(trained);
    reserve(step.maxRows(batch), batch);
    standardiseAdvantages(batch);
    optimiser.load(parent.optimiser());
    pose(parent, batch);
    Figures figures = new Figures();
    Step.Progress progress = step.improve(new Training(batch, states, policyProblem, criticProblem, optimiser, theta, gradient, rows, criticRows,
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
    if (progress.stopReason() != StopReason.WARM_UP && settings.fitsCritic()) {
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
    Agent child = new Agent(parent.version() + 1, new PolicyState(theta, observations, returns), memory, stepsTrained, baseline(parent, batch));
    return new Update(child, metrics, progress.epochsDone(), progress.stopReason());
  }

  /// The regression once it has seen this batch, for the next.
  private byte[] baseline(Agent parent, Batch batch) {
    if (settings.baseline() != Baseline.TRIBUO) {
      return parent.baseline();
    }
    float[] observations = Arrays.copyOf(batch.observations(), batch.rows() * spaces.observationSize());
    float[] returns = Arrays.copyOf(estimates.valueTargets(), batch.rows());
    return regression.fit(parent.baseline(), observations, returns, batch.rows(), CounterRandom.key(shuffles, -1 - parent.version()));
  }

  private void estimate(Agent parent, Batch batch, float[] theta) {
    ObservationNormaliser normaliser = new ObservationNormaliser(parent.policy().observations());
    estimator.estimate(batch, states, normaliser, theta, new ReturnScale(parent.policy().returns()), parent.baseline(), estimates);
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

  private void reserve(int needed, Batch batch) {
    if (rows == null || rows.maxRows() < needed) {
      rows = batch.rowsFor(needed);
      criticRows = batch.rowsFor(needed);
      policyProblem = new PolicyProblem(policy, objective, kernel, settings, needed);
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
