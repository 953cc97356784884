// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.replay.Replaying;
import io.tributary.cli.report.Summary;
import io.tributary.replay.ReplayReport;
import io.tributary.replay.ReplayRequest;

/// `tributary replay RUN`.
@Command(name = "replay", description = "Make a run's versions again from its log, bit for bit; or see what other settings would have made of the same log.",
    footer = {"",
        "Versions are rebuilt from the nearest kept checkpoint (version 0, 500, 1000, …), each under the settings it was made under, and compared with",
        "what was published; with --verify every trajectory is made again from the steps, too, and without --to those that no version has taken yet and the",
        "evaluation episodes. Where a version differs, rebuilding begins again at the next kept checkpoint. What retention has removed is named. The status",
        "is 0 where everything is equal, 1 where something differs or could not be verified though it is there.", "",
        "With --set the same trajectories are learned again under other settings (algorithm, learner.*, batch.*, tribuo.*, policy.*, seed, initial) into a",
        "new run: a what-if. It is off-policy, other policies acted than the ones that learn, and it can be looked at, played and verified like any run.", "",
        "Example: tributary replay cartpole-1 --verify", "         tributary replay cartpole-1 --from 500 --to 620 --verify --json replay.json",
        "         tributary replay cartpole-1 --set learner.clip.range=0.1 --run careful"})
public final class ReplayCommand implements Subcommand {
  private static final long SHOW_MS = 1_000;

  @Mixin
  private LookWithSettings options;

  @Parameters(paramLabel = "RUN", description = "The run.")
  private String run;

  @Option(names = "--from", paramLabel = "V", defaultValue = "0", description = "Begin at the nearest kept checkpoint at or below this version (default: 0).")
  private long from;

  @Option(names = "--to", paramLabel = "V", description = "Last version; the newest unless told.")
  private Long to;

  @Option(names = "--verify", description = "Also make every trajectory again from the steps it was made of.")
  private boolean verify;

  @Option(names = "--run", paramLabel = "NEW", description = "With --set: name of the new run; RUN-what-if-1, -2, … unless told.")
  private String name;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the result as JSON.")
  private Path json;

  @Override
  public int run(Host host) throws InterruptedException {
    ReplayRequest request = request();
    if (options.sets().isEmpty()) {
      requireNoName();
    } else {
      return whatIf(host);
    }
    return options.look(host, "replay", run, (cluster, open) -> {
      ReplayReport report = Replaying.verify(open, Parts.kernel("auto"), request, shown(host, "rebuilt"));
      print(host, report);
      if (json != null) {
        Summary.write(report.json(), host.directory().resolve(json));
      }
      return report.isEqual() ? Exit.DONE : Exit.FAILED;
    });
  }

  private void requireNoName() {
    if (name != null) {
      throw new UsageException("--run is '" + name + "' without --set; expected --set KEY=VALUE, which makes a new run; nothing was replayed");
    }
  }

  private int whatIf(Host host) throws InterruptedException {
    if (verify || from != 0) {
      throw new UsageException((verify ? "--verify" : "--from") + " stands with --set; expected one or the other: a what-if begins with version 0 and makes a new "
          + "run, which can be verified by itself; nothing was replayed");
    }
    if (name != null) {
      Names.requireRun(name);
    }
    return options.look(host, "replay", run, (cluster, open) -> new WhatIfRun(host, open, name, to, json).learn(options.sets()));
  }

  private ReplayRequest request() {
    try {
      return new ReplayRequest(from, to == null ? OptionalLong.empty() : OptionalLong.of(to), verify);
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(impossible.getMessage() + "; nothing was replayed", impossible);
    }
  }

  static LongConsumer shown(Host host, String done) {
    long[] lastMs = {host.clock().millis()};
    return version -> {
      long now = host.clock().millis();
      if (now - lastMs[0] >= SHOW_MS) {
        lastMs[0] = now;
        host.out().printf("  version %,d %s%n", version, done);
      }
    };
  }

  private void print(Host host, ReplayReport report) {
    report.findings().forEach(finding -> host.out().println(finding.line()));
    if (report.findingsTotal() > report.findings().size()) {
      host.out().printf("… and %,d more%n", report.findingsTotal() - report.findings().size());
    }
    report.expired().forEach(gone -> host.out().println("expired: " + gone));
    host.out().printf("run %s, versions %,d to %,d: %,d rebuilt, %,d equal, %,d different, %,d expired, %,d not verified%n", report.run(), report.base(), report.to(),
        report.versionsRebuilt(), report.versionsEqual(), report.versionsDifferent(), report.versionsExpired(), report.versionsUnverified());
    if (verify) {
      host.out().printf("trajectories: %,d made again, %,d equal, %,d different, %,d expired%n", report.trajectoriesRecomputed(), report.trajectoriesEqual(),
          report.trajectoriesDifferent(), report.trajectoriesExpired());
      host.out().printf("evaluation episodes: %,d added up again, %,d different%n", report.episodesRecomputed(), report.episodesDifferent());
    }
    host.out().printf("%,d steps in %.1f s, %,.0f/s: %s%n", report.stepsReplayed(), report.seconds(), report.stepsPerSecond(), report.verdict());
  }
}
