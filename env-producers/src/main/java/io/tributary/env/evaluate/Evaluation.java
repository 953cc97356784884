// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.tributary.env.Environment;
import io.tributary.env.rollout.Origin;
import io.tributary.env.rollout.Pace;
import io.tributary.env.rollout.Rollout;
import io.tributary.env.rollout.RolloutSettings;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.policy.Actor;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.PolicyState;

/// Plays fresh episodes with one policy, side by side.
///
/// **Guarantees.** Episode i is a pure function of (policy, seed, i, greedy): the same whatever is played beside it, and begun the same by every
/// policy. Each environment plays one episode at a time, so that short episodes are not favoured. Nothing here is trained on: its random numbers
/// are others than training's, and its records say so.
///
/// **Example.** `Evaluation.play(environments, architecture, kernel, snapshot.policy(), EvaluationSettings.defaults()).mean()`
public final class Evaluation {
  private static final int RECORD_STEPS = 32;

  private Evaluation() {}

  /// Plays the episodes and throws their steps away.
  ///
  /// @param environments makes fresh environments, of the policy's spaces
  public static EvaluationResult play(Supplier<Environment> environments, Architecture architecture, Kernel kernel, PolicyState policy,
      EvaluationSettings settings) {
    return play(environments, architecture, kernel, policy, settings, "evaluation", 0, 0, steps -> {});
  }

  /// Plays the episodes and hands their steps on.
  ///
  /// @param producer name the steps carry
  /// @param session the producer's start in milliseconds since the epoch
  /// @param version of the policy
  /// @param sink receives every record; its purpose is evaluation, and greedy steps have no log-probabilities
  public static EvaluationResult play(Supplier<Environment> environments, Architecture architecture, Kernel kernel, PolicyState policy,
      EvaluationSettings settings, String producer, long session, long version, Consumer<Steps> sink) {
    double[] returns = new double[settings.episodes()];
    long[] lengths = new long[settings.episodes()];
    int parallel = Math.min(settings.parallel(), settings.episodes());
    for (int first = 0; first < settings.episodes(); first += parallel) {
      int count = Math.min(parallel, settings.episodes() - first);
      List<Environment> made = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        made.add(environments.get());
      }
      Spaces spaces = made.get(0).spaces();
      Actor actor = new Actor(spaces, architecture, kernel, count);
      actor.load(policy);
      Origin origin = new Origin(producer, session, settings.seed(), first, 0, Purpose.EVALUATE);
      RolloutSettings whole = new RolloutSettings(count, 1, 1, RECORD_STEPS);
      try (Rollout rollout = new Rollout(made, whole, origin, actor, settings.greedy(), System::currentTimeMillis)) {
        var _ = rollout.run(version, record -> note(record, returns, lengths, sink), Pace.UNLIMITED);
      }
    }
    return new EvaluationResult(returns, lengths);
  }

  private static void note(Steps record, double[] returns, long[] lengths, Consumer<Steps> sink) {
    if (record.ending().endsEpisode()) {
      String environment = record.first().environment();
      int number = Integer.parseInt(environment.substring(environment.lastIndexOf('/') + 1));
      returns[number] = record.returnSoFar();
      lengths[number] = record.nextIndex();
    }
    sink.accept(record);
  }
}
