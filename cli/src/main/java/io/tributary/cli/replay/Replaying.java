// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.replay;

import java.util.function.LongConsumer;

import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.cli.settings.Setting;
import io.tributary.replay.Learner;
import io.tributary.replay.Learners;
import io.tributary.replay.Replay;
import io.tributary.replay.ReplayReport;
import io.tributary.replay.ReplayRequest;
import io.tributary.rl.kernel.Kernel;
import io.tributary.runs.Run;

/// Replays a run as its trainer would learn it.
public final class Replaying {
  private Replaying() {}

  /// What settings by dotted name make in a run; those that this version does not know are left out, as they are when a part starts.
  public static Learners learners(Run run, Kernel kernel) {
    return settings -> {
      RunSettings known = RunSettings.of(new Layers().spec(run.name(), settings, Setting.of(RunSettings.defaults())));
      return new Learner(Parts.algorithm(run.spec(), known, kernel), known.trainer().batch());
    };
  }

  /// Rebuilds versions and compares them with what was published, as `tributary replay --verify` does.
  ///
  /// @param progress told of every version that was rebuilt
  public static ReplayReport verify(Run run, Kernel kernel, ReplayRequest request, LongConsumer progress) throws InterruptedException {
    return Replay.verify(run, learners(run, kernel), request, progress);
  }
}
