// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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

  @Mixin
  private LookOptions options;

  @Parameters(paramLabel = "RUN", description = "The run.")
  private String run;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "Show the newest N (default: ${DEFAULT-VALUE}); 0 for all.")
  private int limit;

  @Option(names = "--hashes", description = "Show the three hashes in full.")
  private boolean hashes;

  @Override
  public int run(Host host) throws InterruptedException {
    if (limit < 0) {
      throw new UsageException("--limit is " + limit + "; expected 0 (all) or more; nothing was read");
    }
    return options.look(host, "snapshots", run, (cluster, open) -> {
      print(host.out(), open);
      return Exit.DONE;
    });
  }

  private void print(PrintStream out, Run open) {
    Deque<PolicySnapshot> shown = new ArrayDeque<>();
    long[] seen = {0};
    try (TopicTail<Long, PolicySnapshot> tail = TopicTail.open(open.connection(), open.topics().policies(), 0, open.clientId("snapshots", "reader"))) {
      forEach(tail, snapshot -> {
        seen[0]++;
        shown.addLast(snapshot);
        if (limit > 0 && shown.size() > limit) {
          shown.removeFirst();
        }
      });
    }
    out.println("version  parent  steps trained  trajectories' offsets  skipped  epochs  ended by    parameters    statistics    moments");
    shown.forEach(snapshot -> out.println(line(snapshot)));
    out.println(seen[0] + " versions" + (shown.size() < seen[0] ? ", the newest " + shown.size() + " shown" : ""));
  }

  /// One record at a time: parameters of many versions do not fit memory together.
  private static void forEach(TopicTail<Long, PolicySnapshot> tail, java.util.function.Consumer<PolicySnapshot> action) {
    long end = tail.highWatermark();
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (tail.position() < end && System.nanoTime() < deadline) {
      List<Read<Long, PolicySnapshot>> reads = tail.poll(Duration.ofMillis(100));
      reads.forEach(read -> action.accept(read.value()));
      if (!reads.isEmpty()) {
        deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      }
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
