// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.watch;

import java.util.Arrays;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.TimeStep;
import io.tributary.env.draw.Canvas;
import io.tributary.rl.experience.Spaces;

/// Plays exactly as the environment it surrounds does, and shows each state to an audience before the next action is taken.
public final class WatchedEnvironment implements Environment {
  private final Environment watched;
  private final int episode;
  private final Audience audience;
  private int steps;
  private double totalReward;

  /// @param episode number of the episode it plays
  public WatchedEnvironment(Environment watched, int episode, Audience audience) {
    this.watched = watched;
    this.episode = episode;
    this.audience = audience;
  }

  @Override
  public Spaces spaces() {
    return watched.spaces();
  }

  @Override
  public TimeStep reset(long randomKey, float[] observation, int at) {
    steps = 0;
    totalReward = 0;
    return shown(watched.reset(randomKey, observation, at), observation, at);
  }

  @Override
  public TimeStep step(Action action, float[] observation, int at) {
    TimeStep now = watched.step(action, observation, at);
    steps++;
    totalReward += now.reward();
    return shown(now, observation, at);
  }

  @Override
  public boolean hasMasks() {
    return watched.hasMasks();
  }

  @Override
  public void mask(byte[] mask, int at) {
    watched.mask(mask, at);
  }

  @Override
  public boolean draws() {
    return watched.draws();
  }

  @Override
  public void draw(Canvas canvas) {
    watched.draw(canvas);
  }

  @Override
  public void close() {
    watched.close();
  }

  private TimeStep shown(TimeStep now, float[] observation, int at) {
    float[] seen = Arrays.copyOfRange(observation, at, at + spaces().observationSize());
    audience.sees(watched, new Audience.Moment(episode, steps, totalReward, now, seen));
    return now;
  }
}
