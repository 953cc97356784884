// SPDX-License-Identifier: Apache-2.0
package io.tributary.env;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.env.draw.Canvas;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.random.CounterRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What every [Environment] promises. A new environment's test inherits this and says how one is made.
public abstract class EnvironmentContract {
  /// Of first observations: more than can be told apart from all different.
  protected static final int COUNTLESS = Integer.MAX_VALUE;

  private static final int STEPS = 2_000;
  private static final int MARGIN = 3;
  private static final float UNTOUCHED = -12345.678f;

  /// A fresh environment.
  protected abstract Environment create();

  /// Steps after which an episode is truncated; 0 where nothing limits it.
  protected abstract int timeLimit();

  /// An action that keeps an episode alive as long as possible, to reach the time limit; any legal one where that does not matter.
  protected abstract Action survive(float[] observation);

  /// How many different first observations there are: 1 where nothing at the start is random, [#COUNTLESS] where hardly any comes twice.
  protected int firstObservations() {
    return COUNTLESS;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldKeepToItsSpaces(long seed) {
    try (Environment environment = create()) {
      Spaces spaces = environment.spaces();
      for (Moment moment : play(environment, seed)) {
        assertThat(moment.observation).hasSize(spaces.observationSize());
        for (int i = 0; i < moment.observation.length; i++) {
          requireInside(spaces.observation(), i, moment.observation[i]);
        }
        assertThat(moment.step.reward()).isFinite();
      }
      assertThat(environment.spaces()).isEqualTo(spaces);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldBeAFunctionOfKeyAndActions(long seed) {
    try (Environment one = create(); Environment other = create()) {
      play(other, seed + 1000); // must leave nothing behind
      assertSame(play(one, seed), play(other, seed));
      assertSame(play(one, seed), play(other, seed));
    }
  }

  @Test
  void shouldNotShareStateBetweenInstances() {
    try (Environment one = create(); Environment other = create(); Environment alone = create()) {
      float[] a = new float[one.spaces().observationSize()];
      float[] b = a.clone();
      float[] c = a.clone();
      one.reset(1, a, 0);
      other.reset(2, b, 0);
      alone.reset(1, c, 0);
      for (int i = 0; i < 5; i++) {
        TimeStep mine = one.step(random(one, 7, i), a, 0);
        TimeStep theirs = other.step(random(other, 8, i), b, 0);
        TimeStep lonely = alone.step(random(alone, 7, i), c, 0);
        assertThat(mine).isEqualTo(lonely);
        assertThat(a).isEqualTo(c);
        if (mine.last() || theirs.last()) {
          return;
        }
      }
    }
  }

  /// Where n first observations are equally likely, 30·n keys miss one of them with probability below n·e⁻³⁰.
  @Test
  void shouldDrawDifferentEpisodesForDifferentKeysUnlessItIsDeterministic() {
    try (Environment environment = create()) {
      int keys = firstObservations() == COUNTLESS ? 8 : 30 * firstObservations();
      List<float[]> starts = new ArrayList<>();
      for (long key = 0; key < keys; key++) {
        starts.add(start(environment, CounterRandom.key(key, 1)));
        assertThat(start(environment, CounterRandom.key(key, 1))).isEqualTo(starts.getLast());
      }
      long distinct = starts.stream().map(Arrays::toString).distinct().count();
      assertThat(distinct).as("distinct first observations of %s keys", keys).isEqualTo(Math.min(keys, firstObservations()));
    }
  }

  @Test
  void shouldBeginEveryEpisodeWithARestart() {
    try (Environment environment = create()) {
      for (Moment moment : play(environment, 5)) {
        assertThat(moment.step.first()).isEqualTo(moment.index == 0);
      }
    }
  }

  @Test
  void shouldRefuseAStepWithoutAnEpisode() {
    try (Environment environment = create()) {
      float[] observation = new float[environment.spaces().observationSize()];
      assertThatThrownBy(() -> environment.step(random(environment, 1, 0), observation, 0)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void shouldRefuseAStepAfterTheLast() {
    try (Environment environment = create()) {
      float[] observation = new float[environment.spaces().observationSize()];
      TimeStep now = environment.reset(1, observation, 0);
      for (int i = 0; i < STEPS && !now.last(); i++) {
        now = environment.step(random(environment, 1, i), observation, 0);
      }
      if (now.last()) {
        assertThatThrownBy(() -> environment.step(random(environment, 1, 0), observation, 0)).isInstanceOf(IllegalStateException.class);
        assertThat(environment.reset(2, observation, 0).first()).isTrue();
        assertThat(environment.step(random(environment, 1, 0), observation, 0).first()).isFalse();
      }
    }
  }

  @Test
  void shouldWriteItsObservationOnlyAndKeepNoReference() {
    try (Environment environment = create(); Environment twin = create()) {
      int size = environment.spaces().observationSize();
      float[] buffer = new float[size + 2 * MARGIN];
      float[] exact = new float[size];
      Arrays.fill(buffer, UNTOUCHED);
      TimeStep now = environment.reset(3, buffer, MARGIN);
      twin.reset(3, exact, 0);
      for (int i = 0; i < 100 && !now.last(); i++) {
        assertThat(Arrays.copyOfRange(buffer, MARGIN, MARGIN + size)).isEqualTo(exact);
        Arrays.fill(buffer, UNTOUCHED); // as if another environment had used it meanwhile
        now = environment.step(random(environment, 3, i), buffer, MARGIN);
        twin.step(random(twin, 3, i), exact, 0);
        assertThat(Arrays.copyOfRange(buffer, 0, MARGIN)).containsOnly(UNTOUCHED);
        assertThat(Arrays.copyOfRange(buffer, MARGIN + size, buffer.length)).containsOnly(UNTOUCHED);
      }
    }
  }

  @Test
  void shouldTruncateExactlyAtItsTimeLimit() {
    try (Environment environment = create()) {
      float[] observation = new float[environment.spaces().observationSize()];
      TimeStep now = environment.reset(11, observation, 0);
      for (int step = 1; timeLimit() > 0 && !now.last(); step++) {
        now = environment.step(survive(observation), observation, 0);
        assertThat(step).isLessThanOrEqualTo(timeLimit());
        if (now.last()) {
          assertThat(step).as("survive() should reach the limit").isEqualTo(timeLimit());
          assertThat(now.ending()).isEqualTo(Ending.TRUNCATED);
        }
      }
    }
  }

  @Test
  void shouldAllowAtLeastOneChoiceByItsMasks() {
    try (Environment environment = create()) {
      if (environment.hasMasks()) {
        assertThat(environment.spaces().maskSize()).as("masks need choices").isPositive();
        float[] observation = new float[environment.spaces().observationSize()];
        TimeStep now = environment.reset(1, observation, 0);
        for (int i = 0; i < STEPS && !now.last(); i++) {
          requireAChoice(environment);
          now = environment.step(random(environment, 1, i), observation, 0);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void shouldDrawSomethingThatMovesAndChangesNothing(long seed) {
    try (Environment drawn = create(); Environment twin = create()) {
      float[] observation = new float[drawn.spaces().observationSize()];
      float[] exact = observation.clone();
      TimeStep now = drawn.reset(seed, observation, 0);
      twin.reset(seed, exact, 0);
      Set<List<String>> pictures = new HashSet<>();
      for (int i = 0; drawn.draws() && i < 200 && !now.last(); i++) {
        pictures.add(picture(drawn));
        now = drawn.step(random(drawn, seed, i), observation, 0);
        assertThat(now).isEqualTo(twin.step(random(twin, seed, i), exact, 0));
        assertThat(observation).isEqualTo(exact);
      }
      pictures.add(picture(drawn));
      assertThat(pictures.size() > 1).isEqualTo(drawn.draws());
      assertThat(pictures.contains(new Canvas(60, 20).lines())).isNotEqualTo(drawn.draws());
    }
  }

  private static List<String> picture(Environment environment) {
    Canvas canvas = new Canvas(60, 20);
    environment.draw(canvas);
    return canvas.lines();
  }

  /// What was seen at one index of one episode.
  private record Moment(long index, TimeStep step, float[] observation) {}

  private static List<Moment> play(Environment environment, long seed) {
    List<Moment> seen = new ArrayList<>();
    float[] observation = new float[environment.spaces().observationSize()];
    TimeStep now = null;
    long index = 0;
    for (int i = 0; i < STEPS; i++) {
      boolean reset = now == null || now.last();
      index = reset ? 0 : index + 1;
      now = reset ? environment.reset(CounterRandom.key(seed, i), observation, 0) : environment.step(random(environment, seed, i), observation, 0);
      seen.add(new Moment(index, now, observation.clone()));
    }
    return seen;
  }

  private static float[] start(Environment environment, long key) {
    float[] observation = new float[environment.spaces().observationSize()];
    environment.reset(key, observation, 0);
    return observation;
  }

  private static void assertSame(List<Moment> one, List<Moment> other) {
    assertThat(other).hasSameSizeAs(one);
    for (int i = 0; i < one.size(); i++) {
      assertThat(other.get(i).step).isEqualTo(one.get(i).step);
      assertThat(other.get(i).observation).isEqualTo(one.get(i).observation);
    }
  }

  /// A uniformly random legal action; unbounded numbers are standard normal.
  private static Action random(Environment environment, long seed, int step) {
    Space space = environment.spaces().action();
    long key = CounterRandom.key(seed, 77, step);
    return switch (space) {
      case Space.Discrete(int n) -> Action.discrete(allowed(environment, key, 0, n));
      case Space.MultiDiscrete(var sizes) -> {
        int[] choices = new int[sizes.size()];
        int from = 0;
        for (int i = 0; i < choices.length; i++) {
          choices[i] = allowed(environment, CounterRandom.key(key, i), from, sizes.get(i));
          from += sizes.get(i);
        }
        yield Action.discrete(choices);
      }
      case Space.Box box -> {
        float[] numbers = new float[box.elements()];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = Math.clamp((float) CounterRandom.gaussian(key, i), box.low(i), box.high(i));
        }
        yield Action.continuous(numbers);
      }
    };
  }

  private static int allowed(Environment environment, long key, int from, int n) {
    byte[] mask = new byte[environment.spaces().maskSize()];
    environment.mask(mask, 0);
    int choice = CounterRandom.below(key, 0, n);
    while (mask[from + choice] == 0) {
      choice = (choice + 1) % n;
    }
    return choice;
  }

  /// One at least of each element's choices.
  private static void requireAChoice(Environment environment) {
    byte[] mask = new byte[environment.spaces().maskSize()];
    Arrays.fill(mask, (byte) -1);
    environment.mask(mask, 0);
    List<Integer> sizes = environment.spaces().action() instanceof Space.MultiDiscrete several ? several.sizes() : List.of(mask.length);
    int from = 0;
    for (int size : sizes) {
      byte[] choices = Arrays.copyOfRange(mask, from, from + size);
      assertThat(choices).contains((byte) 1);
      for (byte allowed : choices) {
        assertThat(allowed).isBetween((byte) 0, (byte) 1);
      }
      from += size;
    }
  }

  private static void requireInside(Space space, int element, float number) {
    switch (space) {
      case Space.Discrete(int n) -> assertThat(number).isBetween(0f, n - 1f);
      case Space.MultiDiscrete(var sizes) -> assertThat(number).isBetween(0f, sizes.get(element) - 1f);
      case Space.Box box -> assertThat(number).isBetween(box.low(element), box.high(element));
    }
  }
}
