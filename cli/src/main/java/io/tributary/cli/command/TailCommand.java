// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.cli.home.Cluster;
import io.tributary.cli.look.Shown;
import io.tributary.cli.look.Tail;
import io.tributary.runs.Run;
import io.tributary.schemas.Topic;

/// `tributary tail RUN TOPIC`.
@Command(name = "tail", description = "Print records of any of a run's topics, readably or as JSON lines.",
    footer = {"", "Example: tributary tail cartpole-1 episodes --limit 5",
        "         tributary tail cartpole-1 steps --from 0 --json-lines > steps.jsonl"})
public final class TailCommand implements Subcommand {
  private static final int LAST = 10;

  @Mixin
  private LookOptions options;

  @Parameters(index = "0", paramLabel = "RUN", description = "The run.")
  private String run;

  @Parameters(index = "1", paramLabel = "TOPIC",
      description = "steps, outcomes, trajectories, rejected, episodes, policies, checkpoints, spec or metrics.")
  private String topic;

  @Option(names = "--from", paramLabel = "OFFSET", description = "Start at this offset of every partition instead of near the end.")
  private Long from;

  @Option(names = "--limit", paramLabel = "N", description = "Print at most N records (default: the last 10; with --from or --follow no limit).")
  private Integer limit;

  @Option(names = "--follow", description = "Go on as records come, until Ctrl-C or the broker's end.")
  private boolean follow;

  @Option(names = "--json-lines", description = "One JSON object a line, nothing cut short.")
  private boolean jsonLines;

  @Override
  public int run(Host host) throws InterruptedException {
    if (limit != null && limit < 1) {
      throw new UsageException("--limit is " + limit + "; expected 1 or more; nothing was read");
    }
    if (from != null && from < 0) {
      throw new UsageException("--from is " + from + "; expected an offset of 0 or more; nothing was read");
    }
    return options.look(host, "tail", run, (cluster, open) -> tail(host, cluster, open));
  }

  private int tail(Host host, Cluster cluster, Run open) throws InterruptedException {
    Topic<?, ?> chosen = Names.topic(open.topics(), topic);
    Shown shown = new Shown(chosen);
    long most = limit != null ? limit : from != null || follow ? Long.MAX_VALUE : LAST;
    AtomicReference<String> ended = new AtomicReference<>();
    cluster.onOwnersEnd(ended::set);
    try (var _ = host.shutdown().watched(); Tail tail = new Tail(open.connection(), chosen, from == null ? Optional.empty() : Optional.of(from), follow ? LAST : most)) {
      long printed = 0;
      while (printed < most && !host.shutdown().requested()) {
        for (var read : tail.next(most - printed)) {
          host.out().println(jsonLines ? shown.json(read) : shown.text(read));
          printed++;
        }
        if (ended.get() != null) {
          host.err().println(ended.get() + " has ended, and its broker with it; what is kept can be read by the same command again");
          return Exit.DONE;
        }
        if (!follow && tail.atEnd()) {
          tail.remark().ifPresent(host.err()::println);
          return Exit.DONE;
        }
      }
    }
    return Exit.DONE;
  }
}
