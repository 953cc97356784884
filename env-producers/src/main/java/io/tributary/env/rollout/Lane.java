// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import io.tributary.env.Environment;
import io.tributary.env.TimeStep;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.random.CounterRandom;

/// One environment of a rollout: where its episode stands and what is not published of it yet.
final class Lane {
  private final Environment environment;
  private final Origin origin;
  private final long number;
  private final OpenRecord open;
  private final float[] observation;

  private StepId episode;
  private long actionKeys;
  private long index;
  private double episodeReturn;
  private Ending ending = Ending.CONTINUES;
  private int episodesDone;

  Lane(Environment environment, Origin origin, long number, OpenRecord open) {
    this.environment = environment;
    this.origin = origin;
    this.number = number;
    this.open = open;
    observation = new float[environment.spaces().observationSize()];
  }

  void beginRollout() {
    episodesDone = 0;
  }

  /// Episodes that ended in this rollout.
  int episodesDone() {
    return episodesDone;
  }

  /// Makes sure an episode is under way. The first observation of an episode is only ever acted on, never published as anybody's next.
  void beginEpisodeIfNeeded() {
    if (episode != null && !ending.endsEpisode()) {
      return;
    }
    long next = episode == null ? 0 : episode.episode() + 1;
    episode = new StepId(origin.environment(number), origin.session(), next, 0);
    actionKeys = origin.actionKey(number, next);
    index = 0;
    episodeReturn = 0;
    ending = Ending.CONTINUES;
    environment.reset(origin.resetKey(number, next), observation, 0);
  }

  void copyObservation(float[] target, int at) {
    System.arraycopy(observation, 0, target, at, observation.length);
  }

  void mask(byte[] target, int at) {
    environment.mask(target, at);
  }

  long actionKey() {
    return CounterRandom.key(actionKeys, index);
  }

  /// Key of the record that the next step will be in: that of its first step, which no other record of the episode has.
  long recordKey() {
    return CounterRandom.key(actionKeys, open.isFull() ? index : index - open.count());
  }

  boolean isFull() {
    return open.isFull();
  }

  boolean hasOpenSteps() {
    return !open.isEmpty();
  }

  boolean hasEnded() {
    return ending.endsEpisode();
  }

  /// Takes the step that was decided in a row of the batch; afterwards the observation is the one after the step, also where it ends.
  void step(Batch batch, int row, long nowMs) {
    open.decided(batch, row, episodeReturn, nowMs);
    TimeStep now = environment.step(batch.action(row), observation, 0);
    float reward = (float) now.reward();
    open.rewarded(reward);
    episodeReturn += reward;
    index++;
    ending = now.ending();
    if (now.last()) {
      episodesDone++;
    }
  }

  /// The open steps as a record; the row of the batch has the observation after the last of them.
  Steps close(Batch batch, int row, float nextValue, long version, boolean cut) {
    return open.close(episode, index, version, batch.observations(), row, nextValue, ending, cut && !ending.endsEpisode(), origin.purpose());
  }

  void closeEnvironment() {
    environment.close();
  }
}
