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
        "what was published; with --verify every trajectory is made again from the steps, too. Where a version differs, rebuilding begins again at the",
        "next kept checkpoint. What retention has removed is named. The status is 0 where everything is equal, 1 where something differs or nothing could",
        "be rebuilt.", "",
        "Example: tributary replay cartpole-1 --verify", "         tributary replay cartpole-1 --from 500 --to 620 --verify --json replay.json"})
public final class ReplayCommand implements Subcommand {
  private static final long SHOW_MS = 1_000;

  @Mixin
  private LookOptions options;

  @Parameters(paramLabel = "RUN", description = "The run.")
  private String run;

  @Option(names = "--from", paramLabel = "V", defaultValue = "0", description = "Begin at the nearest kept checkpoint at or below this version (default: 0).")
  private long from;

  @Option(names = "--to", paramLabel = "V", description = "Last version; the newest unless told.")
  private Long to;

  @Option(names = "--verify", description = "Also make every trajectory again from the steps it was made of.")
  private boolean verify;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the result as JSON.")
  private Path json;

  @Override
  public int run(Host host) throws InterruptedException {
    ReplayRequest request = request();
    return options.look(host, "replay", run, (cluster, open) -> {
      ReplayReport report = Replaying.verify(open, Parts.kernel("auto"), request, shown(host));
      print(host, report);
      if (json != null) {
        Summary.write(report.json(), host.directory().resolve(json));
      }
      return report.isEqual() ? Exit.DONE : Exit.FAILED;
    });
  }

  private ReplayRequest request() {
    try {
      return new ReplayRequest(from, to == null ? OptionalLong.empty() : OptionalLong.of(to), verify);
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(impossible.getMessage() + "; nothing was replayed", impossible);
    }
  }

  private static LongConsumer shown(Host host) {
    long[] lastMs = {host.clock().millis()};
    return version -> {
      long now = host.clock().millis();
      if (now - lastMs[0] >= SHOW_MS) {
        lastMs[0] = now;
        host.out().printf("  version %,d rebuilt%n", version);
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
    }
    host.out().printf("%,d steps in %.1f s, %,.0f/s: %s%n", report.stepsReplayed(), report.seconds(), report.stepsPerSecond(),
        report.isEqual() ? "equal in every bit" : report.versionsRebuilt() == 0 ? "nothing could be rebuilt" : "NOT equal");
  }
}
