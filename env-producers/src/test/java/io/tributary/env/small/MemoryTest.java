// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.small;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.EnvironmentContract;
import io.tributary.env.Environments;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryTest extends EnvironmentContract {
  private static final int STEPS = 8;
  private static final int SEQUENCES = 1 << STEPS;

  @Override
  protected Environment create() {
    return Environments.create("memory");
  }

  @Override
  protected int timeLimit() {
    return 0;
  }

  @Override
  protected int firstObservations() {
    return 2;
  }

  @Override
  protected Action survive(float[] observation) {
    return Action.discrete(0);
  }

  /// So whoever acts on the present observation alone answers both cues alike.
  @Test
  void shouldShowBothCuesTheSameAfterTheFirstStep() {
    List<List<String>> heads = seen(key(1));
    List<List<String>> tails = seen(key(-1));
    assertThat(heads).hasSize(SEQUENCES).isEqualTo(tails);
  }

  @Test
  void shouldRewardTheLastChoiceOnly() {
    for (int cue : new int[] {1, -1}) {
      long key = key(cue);
      for (int i = 0; i < SEQUENCES; i++) {
        List<Integer> choices = Played.sequence(i, STEPS, 2);
        assertThat(Played.episode(create(), key, choices)).isEqualTo((choices.getLast() == 1) == (cue == 1) ? 1 : -1);
      }
    }
  }

  /// What every sequence of choices shows, the first observation apart.
  private List<List<String>> seen(long key) {
    List<List<String>> all = new ArrayList<>();
    for (int i = 0; i < SEQUENCES; i++) {
      Environment environment = create();
      float[] observation = new float[3];
      environment.reset(key, observation, 0);
      List<String> one = new ArrayList<>();
      for (int choice : Played.sequence(i, STEPS, 2)) {
        environment.step(Action.discrete(choice), observation, 0);
        one.add(Arrays.toString(observation));
      }
      all.add(one);
    }
    return all;
  }

  /// A key whose episode shows the cue.
  private long key(int cue) {
    float[] observation = new float[3];
    for (long key = 0; key < 100; key++) {
      create().reset(key, observation, 0);
      if (observation[0] == cue) {
        return key;
      }
    }
    throw new AssertionError("100 keys never showed the cue " + cue);
  }
}
