// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Pattern;

import io.tributary.env.rollout.RolloutSettings;
import io.tributary.runs.PolicyName;

/// How a producer plays, how far ahead, and until when.
///
/// @param rollout how much is played at a time
/// @param window rollouts that may be ahead of the trainer: 1 lock step, 2 or 3 pipelined, 0 unbounded
/// @param windowTimeoutMs longest wait for the trainer before one rollout is played all the same, in milliseconds
/// @param producer its name, `[A-Za-z0-9._-]{1,100}`; empty for a random one
/// @param firstEnvironment number of its first environment
/// @param seed of its random numbers; empty for the run's. Producers of one run must differ in seed or in environment numbers
/// @param rate most steps a second, of all environments together, to play live events; 0 for no limit
/// @param stopAfterSteps ends after the rollout that reaches so many steps; 0 for never
/// @param stopAfterRollouts ends after so many rollouts; 0 for never
/// @param demonstrator policy of another run that acts in place of the run's own, `RUN@VERSION` or `RUN` for its newest; what it does is published
///     as a plain log, without log-probabilities and values, which only cloning learns from. Empty for the run's own policies
public record ProducerSettings(
    RolloutSettings rollout,
    int window,
    int windowTimeoutMs,
    String producer,
    int firstEnvironment,
    OptionalLong seed,
    double rate,
    long stopAfterSteps,
    long stopAfterRollouts,
    String demonstrator) {
  /// Path of the setting that names a demonstrator.
  public static final String DEMONSTRATOR = "rollout.demonstrator";

  public static final int MAX_WINDOW = 1_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{0,100}");

  public ProducerSettings {
    Objects.requireNonNull(rollout, "rollout");
    Objects.requireNonNull(seed, "seed");
    require(window >= 0 && window <= MAX_WINDOW, "rollout.window is " + window + "; expected 1 to " + MAX_WINDOW + ", or 0 for unbounded");
    require(windowTimeoutMs >= 100 && windowTimeoutMs <= 3_600_000,
        "rollout.windowTimeoutMs is " + windowTimeoutMs + "; expected 100 to 3600000");
    require(producer != null && NAME.matcher(producer).matches(),
        "rollout.producer is '" + producer + "'; expected up to 100 of A-Z, a-z, 0-9, '.', '_' and '-'");
    require(firstEnvironment >= 0, "rollout.firstEnvironment is " + firstEnvironment + "; expected at least 0");
    require(rate >= 0 && rate <= 1e9, "rollout.rate is " + rate + "; expected 0 (no limit) to 1e9 steps a second");
    require(stopAfterSteps >= 0, "rollout.stopAfterSteps is " + stopAfterSteps + "; expected at least 0");
    require(stopAfterRollouts >= 0, "rollout.stopAfterRollouts is " + stopAfterRollouts + "; expected at least 0");
    Objects.requireNonNull(demonstrator, DEMONSTRATOR);
    if (!demonstrator.isEmpty()) {
      var _ = PolicyName.parse(DEMONSTRATOR, demonstrator);
    }
  }

  /// Pipelined by two rollouts of the default size, ten seconds' patience, a random name, the run's seed, as fast as possible, for ever.
  public static ProducerSettings defaults() {
    return new ProducerSettings(RolloutSettings.defaults(), 2, 10_000, "", 0, OptionalLong.empty(), 0, 0, 0, "");
  }

  /// The same with other rollouts and another window.
  public ProducerSettings with(RolloutSettings other, int otherWindow) {
    return new ProducerSettings(other, otherWindow, windowTimeoutMs, producer, firstEnvironment, seed, rate, stopAfterSteps, stopAfterRollouts,
        demonstrator);
  }

  /// The same under a name, with numbers of its own.
  public ProducerSettings named(String name, int first, OptionalLong otherSeed) {
    return new ProducerSettings(rollout, window, windowTimeoutMs, name, first, otherSeed, rate, stopAfterSteps, stopAfterRollouts, demonstrator);
  }

  /// The same with an end; 0 for none.
  public ProducerSettings stoppingAfter(long steps, long rollouts) {
    return new ProducerSettings(rollout, window, windowTimeoutMs, producer, firstEnvironment, seed, rate, steps, rollouts, demonstrator);
  }

  /// The same at another speed.
  public ProducerSettings withRate(double stepsPerSecond) {
    return new ProducerSettings(rollout, window, windowTimeoutMs, producer, firstEnvironment, seed, stepsPerSecond, stopAfterSteps,
        stopAfterRollouts, demonstrator);
  }

  /// The same, acted by another run's policy; empty for the run's own.
  public ProducerSettings demonstratedBy(String policy) {
    return new ProducerSettings(rollout, window, windowTimeoutMs, producer, firstEnvironment, seed, rate, stopAfterSteps, stopAfterRollouts, policy);
  }

  private static void require(boolean fulfilled, String message) {
    if (!fulfilled) {
      throw new IllegalArgumentException(message);
    }
  }
}
