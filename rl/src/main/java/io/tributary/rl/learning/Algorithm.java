// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Optional;

import io.tributary.rl.experience.Trajectory;

/// Makes the next agent of an agent and a batch.
///
/// **Assumptions.** One thread at a time: the memory of an update is reused by the next.
///
/// **Guarantees.** An update is a pure function of settings, seed, parent and batch: neither the kernel, nor earlier updates, nor a restart between
/// them changes a bit. It either returns a child whose every figure is finite or throws, and never touches the parent.
public interface Algorithm {
  /// Version 0: fresh parameters, nothing seen.
  Agent initial(long seed);

  /// The child of `parent`.
  ///
  /// The first batch an agent sees only fills its statistics: the child's parameters are the parent's, bit for bit ({@link StopReason#WARM_UP}).
  ///
  /// @throws IllegalArgumentException where the batch holds fewer than two steps or a trajectory that is {@link #unusable}
  /// @throws ArithmeticException where a gradient, a parameter or a figure is not finite; there is no child then
  Update update(Agent parent, Batch batch);

  /// Why this algorithm cannot learn from a trajectory; empty where it can.
  Optional<String> unusable(Trajectory trajectory);

  /// The child of a batch of which every trajectory was skipped: the parent under the next version, with nothing trained.
  static Update skip(Agent parent) {
    Agent child = new Agent(parent.version() + 1, parent.policy(), parent.optimiser(), parent.stepsTrained(), parent.baseline());
    Metrics metrics = new Metrics().put(Metric.EPOCHS_DONE, 0).put(Metric.STEPS_TRAINED, parent.stepsTrained());
    return new Update(child, metrics, 0, StopReason.SKIPPED);
  }
}
