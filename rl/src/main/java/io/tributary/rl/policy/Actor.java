// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

import io.tributary.rl.distribution.Distribution;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.network.Activations;
import io.tributary.rl.network.Network;
import io.tributary.rl.normalise.ObservationNormaliser;
import io.tributary.rl.normalise.ReturnScale;

/// Acts with one policy state on batches of raw observations.
///
/// **Assumptions.** One thread at a time. {@link #load} comes before anything else.
///
/// **Guarantees.** A row's action, log-probability and value depend bitwise on its observation, mask and random key alone, never on the other rows;
/// the log-probability is the very one that learning computes for the same parameters. Nothing is allocated except by `load`.
///
/// **Example.**
/// ```
/// Actor actor = new Actor(spaces, architecture, Kernels.best(), 64);
/// ActorOutput out = new ActorOutput(spaces, 64);
/// actor.load(policyState);
/// actor.act(observations, 64, null, keys, out);
/// ```
public final class Actor {
  private final PolicyArchitecture architecture;
  private final Distribution distribution;
  private final Network policyNetwork;
  private final Network criticNetwork;
  private final Activations policyActivations;
  private final Activations criticActivations;
  private final RecordNoise recordNoise;
  private final float[] standardised;
  private final int maxRows;

  private float[] theta;
  private ObservationNormaliser normaliser;
  private ReturnScale returnScale;

  /// @param maxRows the most observations one call may have
  public Actor(Spaces spaces, Architecture architecture, Kernel kernel, int maxRows) {
    this.architecture = new PolicyArchitecture(spaces, architecture, kernel);
    this.maxRows = maxRows;
    distribution = this.architecture.distribution();
    policyNetwork = this.architecture.policyNetwork();
    criticNetwork = this.architecture.criticNetwork();
    policyActivations = policyNetwork.activations(maxRows);
    criticActivations = criticNetwork.activations(maxRows);
    recordNoise = keysPerRecord() ? new RecordNoise(this.architecture.exploringNetwork(), maxRows, RecordNoise.MAX_KEPT) : null;
    standardised = new float[Math.multiplyExact(maxRows, spaces.observationSize())];
  }

  /// Acts with this state from now on.
  ///
  /// @throws IllegalArgumentException where its size does not fit the architecture
  public void load(PolicyState state) {
    architecture.requireFits(state);
    theta = state.parameters();
    normaliser = new ObservationNormaliser(state.observations());
    returnScale = new ReturnScale(state.returns());
    if (recordNoise != null) {
      recordNoise.forget();
    }
  }

  /// Whether {@link #act} wants one random key for all steps of a record, because they share their noise, rather than one for each step.
  public boolean keysPerRecord() {
    return architecture.exploringNetwork() != null;
  }

  /// Samples an action for each row.
  ///
  /// @param observations rows × observation size, raw
  /// @param masks rows × mask size with 1 for allowed, or null where everything is
  /// @param randomKeys one a row, from {@link io.tributary.rl.random.CounterRandom}; of the step, or of its record ({@link #keysPerRecord})
  public void act(float[] observations, int rows, byte[] masks, long[] randomKeys, ActorOutput out) {
    forward(observations, rows);
    if (recordNoise != null) {
      recordNoise.sample(theta, policyActivations, rows, randomKeys, out.continuousActions());
    } else {
      distribution.sample(policyActivations.outputs(), theta, architecture.freeOffset(), masks, rows, randomKeys, out.discreteActions(),
          out.continuousActions());
    }
    judge(rows, masks, out);
  }

  /// Takes the most probable action for each row; the log-probabilities are those the sampling policy gives it.
  public void actGreedy(float[] observations, int rows, byte[] masks, ActorOutput out) {
    forward(observations, rows);
    distribution.mode(policyActivations.outputs(), theta, architecture.freeOffset(), masks, rows, out.discreteActions(), out.continuousActions());
    judge(rows, masks, out);
  }

  /// V of each row's observation, in reward units: what a segment's last observation is worth.
  public void values(float[] observations, int rows, float[] out) {
    standardise(observations, rows);
    criticValues(rows, out);
  }

  private void forward(float[] observations, int rows) {
    standardise(observations, rows);
    policyNetwork.forward(theta, 0, standardised, rows, policyActivations);
  }

  private void judge(int rows, byte[] masks, ActorOutput out) {
    distribution.logProbabilities(policyActivations.outputs(), theta, architecture.freeOffset(), masks, null, out.discreteActions(), out.continuousActions(), rows,
        out.logProbabilities());
    criticValues(rows, out.values());
  }

  private void criticValues(int rows, float[] out) {
    criticNetwork.forward(theta, architecture.criticOffset(), standardised, rows, criticActivations);
    returnScale.toRewardUnits(criticActivations.outputs(), rows, out);
  }

  private void standardise(float[] observations, int rows) {
    if (theta == null) {
      throw new IllegalStateException("the actor has no policy yet; load one before it acts");
    }
    if (rows < 1 || rows > maxRows) {
      throw new IllegalArgumentException(rows + " observations in one call; expected 1 to " + maxRows);
    }
    normaliser.apply(observations, rows, standardised);
  }
}
