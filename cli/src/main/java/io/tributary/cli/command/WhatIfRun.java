// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tributary.cli.CodeVersion;
import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.UsageException;
import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.replay.OtherSettings;
import io.tributary.cli.replay.Replaying;
import io.tributary.cli.report.Summary;
import io.tributary.cli.settings.RunSettings;
import io.tributary.replay.WhatIf;
import io.tributary.rl.kernel.Kernel;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.Runs;
import io.tributary.schemas.RunSpec;

/// `tributary replay RUN --set KEY=VALUE`: the run's log under other settings, into a new run.
///
/// @param host the process
/// @param origin whose log it is
/// @param name of the new run; null for one that is free
/// @param to last version whose trajectories are taken; null for the newest
/// @param json where the result is written, too; null for nowhere
record WhatIfRun(Host host, Run origin, String name, Long to, Path json) {
  private static final Logger LOG = LoggerFactory.getLogger(WhatIfRun.class);
  private static final int MOST = 10_000;
  private static final int LONGEST_NAME = 60;

  int learn(List<String> sets) throws InterruptedException {
    origin.requireLive("a what-if");
    OtherSettings other = new OtherSettings(origin, sets);
    RunSettings settings = other.over(origin.spec().settings());
    Parts.requireRegression(settings, origin.spec().spaces());
    if (settings.learner().needsOwnData()) {
      LOG.warn("run {}: the objective has no ratios and takes the data for its own; here other policies acted, so its gradient is biased "
          + "(learner.objective step-importance, or algorithm vtrace, corrects for that)", origin.name());
    }
    Kernel kernel = Parts.kernel(settings.kernel());
    OptionalLong last = OptionalLong.of(WhatIf.last(origin, to == null ? OptionalLong.empty() : OptionalLong.of(to)));
    RunSpec spec = other.spec(freeName(), host.clock().millis());
    Run made = Runs.create(origin.connection(), spec, settings.replicationFactor());
    host.out().println("run " + made.name() + ": what-if of run " + origin.name() + ", off-policy: " + String.join(" ", sets)
        + (other.regroups() ? ", trajectories regrouped in the recorded order" : ", batches as recorded"));
    try (WhatIf whatIf = new WhatIf(origin, made, Replaying.learners(made, kernel), values -> other.over(values).flattened(),
        last, CodeVersion.of(host.installation()))) {
      return report(made, whatIf.learn(other.regroups(), ReplayCommand.shown(host, "learned")));
    } catch (RunException failed) {
      throw new RunException(failed.getMessage() + "; run " + made.name() + " keeps what was made of it so far (tributary runs --delete " + made.name()
          + " --yes removes it)", failed);
    }
  }

  private int report(Run made, WhatIf.Outcome outcome) {
    outcome.lost().forEach(gone -> host.out().println("expired: " + gone));
    host.out().printf("run %s: %,d versions from %,d steps in %.1f s; ./tributary evaluate %s plays it%n", made.name(), outcome.versions(), outcome.steps(),
        outcome.seconds(), made.name());
    if (json != null) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("run", made.name());
      result.put("whatIfOf", origin.name());
      result.put("offPolicy", true);
      result.put("versions", outcome.versions());
      result.put("steps", outcome.steps());
      result.put("seconds", outcome.seconds());
      result.put("expired", outcome.lost());
      Summary.write(result, host.directory().resolve(json));
    }
    return Exit.DONE;
  }

  private String freeName() {
    List<String> taken = Runs.names(origin.connection());
    if (name != null) {
      if (taken.contains(name)) {
        throw new UsageException("--run is '" + name + "', which exists; expected the name of a new run; nothing was replayed");
      }
      return name;
    }
    for (int n = 1; n < MOST; n++) {
      String free = origin.name() + "-what-if-" + n;
      if (free.length() > LONGEST_NAME) {
        throw new UsageException("the name '" + free + "' is too long for a run; expected --run NAME with at most 60 characters; nothing was replayed");
      }
      if (!taken.contains(free)) {
        return free;
      }
    }
    throw new UsageException("run " + origin.name() + " has " + MOST + " what-ifs; expected --run NAME; nothing was replayed");
  }
}
