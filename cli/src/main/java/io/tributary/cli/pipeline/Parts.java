// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.pipeline;

import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.cli.UsageException;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.Environment;
import io.tributary.env.inprocess.InProcess;
import io.tributary.env.inprocess.InProcessSettings;
import io.tributary.env.publish.EnvironmentProducer;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.learning.Algorithm;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.Baseline;
import io.tributary.rl.learning.BaselineRegression;
import io.tributary.runs.Run;
import io.tributary.schemas.RunSpec;
import io.tributary.streams.AwaitedBatch;
import io.tributary.streams.StreamsApp;
import io.tributary.trainer.Trainer;
import io.tributary.tribuo.baseline.TribuoBaseline;

/// Makes the parts of a run from its settings.
public final class Parts {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private Parts() {}

  /// The arithmetic that `kernel` names; one warning line where the fast one was wanted and cannot be had.
  ///
  /// @throws UsageException where this process has no such kernel
  public static Kernel kernel(String kernel) {
    if (kernel.equals("auto")) {
      String warning = Kernels.warning();
      if (warning != null) {
        LOG.warn("{}", warning);
      }
      return Kernels.best();
    }
    try {
      return Kernels.named(kernel);
    } catch (IllegalArgumentException unknown) {
      throw new UsageException("kernel is '" + kernel + "'; " + unknown.getMessage() + "; nothing was started", unknown);
    }
  }

  /// Plays and publishes.
  public static EnvironmentProducer producer(Run run, RunSettings settings, Kernel kernel) {
    return EnvironmentProducer.of(run.requireLive("produce"), settings.rollout(), kernel);
  }

  /// Makes trajectories.
  public static StreamsApp stream(Run run, RunSettings settings) {
    var batch = settings.trainer().batch();
    return new StreamsApp(run.requireLive("stream"), settings.stream(), new AwaitedBatch(batch.steps(), batch.trajectories()));
  }

  /// Learns and publishes versions, until the budget if there is one.
  ///
  /// @param codeVersion which code this is
  public static Trainer trainer(Run run, RunSettings settings, Kernel kernel, String codeVersion) {
    var algorithm = algorithm(run.requireLive("train").spec(), settings, kernel);
    if (settings.learner().needsOwnData() && settings.rollout().window() != 1) {
      LOG.warn("run {}: rollout.window is {} with an objective without ratios; expected 1, because data of older versions biases the gradient", run.name(),
          settings.rollout().window());
    }
    var limits = settings.trainer();
    var until = settings.budget().steps() > 0 ? limits.stoppingAfter(settings.budget().steps(), limits.stopAfterVersion()) : limits;
    return new Trainer(run, algorithm, until, settings.flattened(), codeVersion);
  }

  /// What learns in a run: its spaces, architecture and seed, and settings that may be newer than its spec.
  public static Algorithm algorithm(RunSpec spec, RunSettings settings, Kernel kernel) {
    return Algorithms.of(spec.spaces(), spec.architecture(), settings.learner(), regression(settings, spec.spaces()), spec.seed(), kernel, SecondThread.SHARED);
  }

  /// Refuses settings of a regression that cannot be made, before anything starts.
  ///
  /// @throws UsageException naming the setting
  public static void requireRegression(RunSettings settings, Spaces spaces) {
    var _ = regression(settings, spaces);
  }

  /// The regression behind the baseline tribuo; null where another is chosen.
  private static BaselineRegression regression(RunSettings settings, Spaces spaces) {
    if (settings.learner().baseline() != Baseline.TRIBUO) {
      return null;
    }
    try {
      return new TribuoBaseline(settings.tribuo(), spaces.observationSize());
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(impossible.getMessage() + "; nothing was started", impossible);
    }
  }

  /// The same learning in this process alone, without Kafka. A run without a window is learned on-policy: there is nobody to run ahead.
  public static InProcess inProcess(RunSettings settings, Supplier<Environment> environments, Kernel kernel) {
    var rollout = settings.rollout();
    var batch = settings.trainer().batch();
    int segmentSteps = settings.segment().completeEpisodes() ? 0 : settings.segment().steps();
    var sizes = new InProcessSettings(rollout.rollout(), Math.max(1, rollout.window()), segmentSteps, batch.steps(), batch.trajectories(),
        settings.gamma(), settings.lambda(), settings.bootstrapRewardToGo(), rollout.seed().orElse(settings.seed()));
    Spaces spaces;
    try (Environment sample = environments.get()) {
      spaces = sample.spaces();
    }
    var algorithm = Algorithms.of(spaces, settings.policy(), settings.learner(), regression(settings, spaces), settings.seed(), kernel, SecondThread.SHARED);
    return new InProcess(environments, settings.policy(), algorithm, kernel, sizes, algorithm.initial(settings.seed()));
  }
}
