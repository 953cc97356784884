// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import io.tributary.env.Environment;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.policy.Actor;

/// Plays many environments side by side, one batched forward for all of them in each round, and hands out what happened as records.
///
/// **Assumptions.** One thread at a time. The environments are of one kind and belong to this object from now on. The actor takes as many rows as
/// there are environments and has loaded the version that `run` is told; it is not used by anybody else meanwhile.
///
/// **Guarantees.**
/// - A record holds consecutive steps of one episode, at most `recordSteps`, and is handed out as soon as it is complete.
/// - A record ends where it is full, at an ending, or at the rollout's end; there it is `cut` unless the episode ended just then, so that no
///   step stays open in the topology between rollouts.
/// - nextObservation is the observation after the last step, never that of a reset; the last value is V of it, whatever the ending (targets
///   give it no weight after a termination).
/// - Actions are the raw sampled ones. Continuous ones reach the environment inside its bounds; where that changed any, the record says so.
/// - Where a policy draws noise for several steps at once, the steps of a record share it: it is a pure function of seed and record.
/// - A greedy rollout records no log-probabilities: its actions are not samples.
/// - A round allocates nothing; a record allocates its own columns.
public final class Rollout implements AutoCloseable {
  private final RolloutSettings settings;
  private final Actor actor;
  private final boolean greedy;
  private final LongSupplier clock;
  private final Lane[] lanes;
  private final Batch acting;
  private final Batch closing;

  /// @param environments as many as the settings say
  /// @param greedy take the most probable action instead of sampling
  /// @param clock milliseconds since the epoch
  public Rollout(List<Environment> environments, RolloutSettings settings, Origin origin, Actor actor, boolean greedy, LongSupplier clock) {
    if (environments.size() != settings.environments()) {
      throw new IllegalArgumentException(
          "a rollout over " + environments.size() + " environments; expected rollout.environments = " + settings.environments());
    }
    this.settings = settings;
    this.actor = actor;
    this.greedy = greedy;
    this.clock = clock;
    Spaces spaces = environments.get(0).spaces();
    boolean masked = environments.get(0).hasMasks();
    lanes = new Lane[environments.size()];
    for (int i = 0; i < lanes.length; i++) {
      OpenRecord open = new OpenRecord(spaces, masked, greedy, settings.recordSteps());
      lanes[i] = new Lane(environments.get(i), origin, (long) origin.firstEnvironment() + i, open);
    }
    acting = new Batch(spaces, masked, lanes.length);
    closing = new Batch(spaces, masked, lanes.length);
  }

  /// Plays one rollout.
  ///
  /// @param version of the policy the actor has loaded: it acts the whole rollout
  /// @param sink receives the records, those of one environment in order
  /// @param pace may wait between rounds, or cut the rollout short
  /// @return steps that were taken
  public long run(long version, Consumer<Steps> sink, Pace pace) {
    for (Lane lane : lanes) {
      lane.beginRollout();
    }
    long steps = 0;
    for (int round = 0; gather(round) && pace.goOn(steps); round++) {
      acting.decide(actor, greedy);
      closeFull(version, sink);
      long nowMs = clock.getAsLong();
      for (int row = 0; row < acting.rows(); row++) {
        acting.lane(row).step(acting, row, nowMs);
      }
      steps += acting.rows();
      close(Lane::hasEnded, version, sink);
    }
    close(lane -> true, version, sink);
    return steps;
  }

  /// Collects the lanes that act in this round; false where the rollout is over.
  private boolean gather(int round) {
    acting.clear();
    for (Lane lane : lanes) {
      if (settings.completeEpisodes() ? lane.episodesDone() < settings.episodes() : round < settings.steps()) {
        lane.beginEpisodeIfNeeded();
        acting.add(lane);
      }
    }
    return acting.rows() > 0;
  }

  /// A record that is full ends at the observation that is acted on now, whose value is already there.
  private void closeFull(long version, Consumer<Steps> sink) {
    for (int row = 0; row < acting.rows(); row++) {
      Lane lane = acting.lane(row);
      if (lane.isFull()) {
        sink.accept(lane.close(acting, row, acting.decisions().values()[row], version, false));
      }
    }
  }

  private void close(Predicate<Lane> which, long version, Consumer<Steps> sink) {
    closing.clear();
    for (Lane lane : lanes) {
      if (lane.hasOpenSteps() && which.test(lane)) {
        closing.add(lane);
      }
    }
    if (closing.rows() == 0) {
      return;
    }
    closing.judge(actor);
    for (int row = 0; row < closing.rows(); row++) {
      sink.accept(closing.lane(row).close(closing, row, closing.values()[row], version, true));
    }
  }

  /// Closes the environments.
  @Override
  public void close() {
    for (Lane lane : lanes) {
      lane.closeEnvironment();
    }
  }
}
