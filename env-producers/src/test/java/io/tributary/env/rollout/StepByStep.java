// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.TimeStep;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.policy.Actor;
import io.tributary.rl.policy.ActorOutput;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.Exploration;
import io.tributary.rl.policy.PolicyState;
import io.tributary.rl.random.CounterRandom;

/// What a rollout has to record, from the definition: one environment, one step after the other, every number in a fresh array.
final class StepByStep {

  /// All there is to know about one step.
  record Truth(long rollout, long episode, long index, long version, float[] observation, byte[] mask, int[] choices, float[] raw, float[] received,
      float logProbability, float value, float reward, Ending ending, float[] next, float nextValue, double returnBefore) {}

  private final Environment environment;
  private final Origin origin;
  private final long number;
  private final Actor actor;
  private final ActorOutput out;
  private final Spaces spaces;
  private final int stepsPerKey;
  private final List<Truth> seen = new ArrayList<>();
  private float[] observation;
  private long episode = -1;
  private long index;
  private long recordStart;
  private double episodeReturn;
  private boolean over = true;

  /// @param recordSteps most steps of a record: where the policy explores by state, its first step has the key of all
  StepByStep(Environment environment, Origin origin, long number, Architecture architecture, int recordSteps) {
    this.environment = environment;
    this.origin = origin;
    this.number = number;
    spaces = environment.spaces();
    stepsPerKey = architecture.exploration() == Exploration.STATE_DEPENDENT ? recordSteps : 1;
    actor = new Actor(spaces, architecture, Kernels.best(), 1);
    out = new ActorOutput(spaces, 1);
  }

  List<Truth> seen() {
    return seen;
  }

  void rollout(long rollout, long version, PolicyState policy, int steps, int episodes) {
    actor.load(policy);
    int ended = 0;
    recordStart = index;
    for (int t = 0; episodes > 0 ? ended < episodes : t < steps; t++) {
      step(rollout, version);
      ended += over ? 1 : 0;
    }
  }

  private void step(long rollout, long version) {
    if (over) {
      episode++;
      index = 0;
      recordStart = 0;
      episodeReturn = 0;
      observation = new float[spaces.observationSize()];
      environment.reset(CounterRandom.key(origin.seed(), "environment", number, origin.firstVersion(), episode), observation, 0);
    }
    float[] before = observation.clone();
    byte[] mask = environment.hasMasks() ? new byte[spaces.maskSize()] : null;
    if (mask != null) {
      environment.mask(mask, 0);
    }
    if (index == recordStart + stepsPerKey) {
      recordStart = index;
    }
    long key = CounterRandom.key(origin.seed(), "action", number, origin.firstVersion(), episode, recordStart);
    actor.act(before, 1, mask, new long[] {key}, out);
    int[] choices = spaces.discreteActions() ? out.discreteActions().clone() : null;
    float[] raw = spaces.discreteActions() ? null : out.continuousActions().clone();
    float[] received = raw == null ? null : received(raw);
    float logProbability = out.logProbabilities()[0];
    float value = out.values()[0];
    float[] next = new float[spaces.observationSize()];
    TimeStep now = environment.step(choices != null ? Action.discrete(choices) : Action.continuous(received), next, 0);
    float[] nextValue = new float[1];
    actor.values(next, 1, nextValue);
    float reward = (float) now.reward();
    seen.add(new Truth(rollout, episode, index, version, before, mask, choices, raw, received, logProbability, value, reward, now.ending(), next,
        nextValue[0], episodeReturn));
    episodeReturn += reward;
    index++;
    observation = next;
    over = now.last();
  }

  private float[] received(float[] raw) {
    Space.Box box = (Space.Box) spaces.action();
    float[] received = Arrays.copyOf(raw, raw.length);
    for (int i = 0; i < received.length; i++) {
      received[i] = Math.min(Math.max(received[i], box.low(i)), box.high(i));
    }
    return received;
  }
}
