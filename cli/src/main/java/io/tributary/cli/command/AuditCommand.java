// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.tributary.audit.Audit;
import io.tributary.audit.AuditReport;
import io.tributary.audit.AuditSettings;
import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.cli.report.Summary;

/// `tributary audit RUN`.
@Command(name = "audit", description = {"Prove on a run's topics that every step is in exactly one place and every version names its data.",
    "The run may go on meanwhile. Ends with 'audit: holds', or with what does not hold and exit status 1."},
    footer = {"", "Example: tributary audit cartpole-1", "         tributary audit cartpole-1 --limit 50 --json audit.json"})
public final class AuditCommand implements Subcommand {
  private static final int MOST_SHOWN = 1_000_000;

  @Mixin
  private LookOptions options;

  @Parameters(paramLabel = "RUN", description = "The run.")
  private String run;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "10", description = "Show the first N findings (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--memory", paramLabel = "MIB",
      description = "Refuse a run whose tables take more (25 bytes a steps record, 4 a trajectory; default: half of what Java may take).")
  private Integer memory;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the report as JSON.")
  private Path json;

  @Override
  public int run(Host host) throws InterruptedException {
    if (limit < 1 || limit > MOST_SHOWN) {
      throw new UsageException("--limit is " + limit + "; expected 1 to " + MOST_SHOWN + "; nothing was read");
    }
    if (memory != null && memory < 1) {
      throw new UsageException("--memory is " + memory + "; expected 1 or more MiB; nothing was read");
    }
    return options.look(host, "audit", run, (cluster, open) -> {
      AuditReport report = Audit.of(open, settings());
      host.out().println("run " + report.run());
      report.lines(limit).forEach(host.out()::println);
      if (json != null) {
        Summary.write(report.json(), host.directory().resolve(json));
      }
      return report.holds() ? Exit.DONE : Exit.FAILED;
    });
  }

  private AuditSettings settings() {
    AuditSettings defaults = AuditSettings.defaults();
    return new AuditSettings(Math.max(limit, defaults.mostFindings()), memory == null ? defaults.mostBytes() : (long) memory << 20);
  }
}
