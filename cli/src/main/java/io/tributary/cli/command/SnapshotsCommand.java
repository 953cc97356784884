// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.io.PrintStream;
import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.PolicySnapshot;

/// `tributary snapshots RUN`.
@Command(name = "snapshots", description = "List a run's policy versions: what each was learned from, and its hashes.",
    footer = {"", "Example: tributary snapshots cartpole-1 --limit 20"})
public final class SnapshotsCommand implements Subcommand {
  private static final int HASH_SHOWN = 12;
  /// Snapshots hold parameters: this many still fit in memory.
  private static final int MOST_SHOWN = 10_000;

  @Mixin
  private LookOptions options;

  @Parameters(paramLabel = "RUN", description = "The run.")
  private String run;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "Show the newest N, at most 10000 (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--hashes", description = "Show the three hashes in full.")
  private boolean hashes;

  @Override
  public int run(Host host) throws InterruptedException {
    if (limit < 1 || limit > MOST_SHOWN) {
      throw new UsageException("--limit is " + limit + "; expected 1 to " + MOST_SHOWN + "; nothing was read");
    }
    return options.look(host, "snapshots", run, (cluster, open) -> {
      print(host.out(), open);
      return Exit.DONE;
    });
  }

  private void print(PrintStream out, Run open) {
    try (TopicTail<Long, PolicySnapshot> tail = TopicTail.open(open.connection(), open.topics().policies(), 0, open.clientId("snapshots", "reader"))) {
      List<Read<Long, PolicySnapshot>> newest = tail.seekToLast(limit);
      out.println("version  parent  steps trained  trajectories' offsets  skipped  epochs  ended by    parameters    statistics    moments");
      newest.forEach(read -> out.println(line(read.value())));
      long versions = newest.isEmpty() ? 0 : newest.getLast().value().version() + 1;
      out.println(newest.isEmpty() ? "no version yet" : "newest version " + (versions - 1) + (newest.size() < versions ? ", the newest " + newest.size() + " shown" : ""));
    }
  }

  private String line(PolicySnapshot s) {
    String ranges = String.join(" ", s.ranges().stream().map(r -> r.partition() + ":[" + r.from() + "," + r.until() + ")").toList());
    return String.format(java.util.Locale.ROOT, "%7d  %6d  %,13d  %-21s  %7d  %6d  %-10s  %s  %s  %s", s.version(), s.parent(), s.stepsTrained(), ranges,
        s.skipped().size(), s.epochsDone(), s.stopReason().label(), hash(s.hashes().parameters()), hash(s.hashes().statistics()), hash(s.hashes().moments()));
  }

  private String hash(String whole) {
    return hashes ? whole : whole.substring(0, Math.min(HASH_SHOWN, whole.length()));
  }
}
