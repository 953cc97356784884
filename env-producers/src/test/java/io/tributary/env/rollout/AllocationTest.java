// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import io.tributary.env.Action;
import io.tributary.env.Environment;
import io.tributary.env.TimeStep;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.policy.Actor;

import static org.assertj.core.api.Assertions.assertThat;

class AllocationTest {
  private static final Spaces SPACES = new Spaces(Space.Box.unbounded(4), new Space.Discrete(2));
  private static final int ENVIRONMENTS = 8;
  private static final int STEPS = 256;
  /// Observations, action, reward, log-probability, value of one step, as floats.
  private static final int BYTES_PER_STEP = 4 * (4 + 1 + 1 + 1 + 1);
  /// Objects and array headers of one record, with room to spare; an object a step would be at least 16 bytes × 256.
  private static final int BYTES_PER_RECORD = 1_500;

  @Test
  void shouldAllocateNothingButTheRecordsOwnColumns() {
    // The vector kernel allocates too until the optimising compiler has got to it.
    Actor actor = new Actor(SPACES, Policies.SMALL, Kernels.named("scalar"), ENVIRONMENTS);
    actor.load(Policies.random(SPACES, Policies.SMALL, 1));
    List<Environment> environments = new ArrayList<>();
    for (int i = 0; i < ENVIRONMENTS; i++) {
      environments.add(new Endless());
    }
    Origin origin = new Origin("endless", 1, 1, 0, 0, Purpose.TRAIN);
    try (Rollout rollout = new Rollout(environments, new RolloutSettings(ENVIRONMENTS, STEPS, 0, STEPS), origin, actor, false, () -> 0)) {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 40; i++) { // the least of many, since classes are loaded and code is compiled on the way
        long before = allocated();
        var _ = rollout.run(0, record -> {}, Pace.UNLIMITED);
        least = Math.min(least, allocated() - before);
      }
      assertThat(least).isLessThanOrEqualTo(ENVIRONMENTS * (long) (STEPS * BYTES_PER_STEP + BYTES_PER_RECORD));
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /// Never ends and allocates nothing itself.
  private static final class Endless implements Environment {
    private static final TimeStep STEP = TimeStep.transition(1);

    @Override
    public Spaces spaces() {
      return SPACES;
    }

    @Override
    public TimeStep reset(long randomKey, float[] observation, int at) {
      return TimeStep.restart();
    }

    @Override
    public TimeStep step(Action action, float[] observation, int at) {
      observation[at] += action.choice() - 0.5f;
      return STEP;
    }
  }
}
