// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.cli.rejected.Listing;
import io.tributary.cli.rejected.Resubmission;
import io.tributary.cli.rejected.ResubmissionReport;
import io.tributary.cli.rejected.Wanted;
import io.tributary.cli.report.Summary;
import io.tributary.cli.settings.Nearest;
import io.tributary.runs.Refusal;
import io.tributary.runs.Role;
import io.tributary.runs.Run;
import io.tributary.schemas.RejectionReason;

/// `tributary rejected RUN`.
@Command(name = "rejected", description = "List and explain the records a run did not learn from; submit them again after what was wrong is mended.",
    footer = {"", "Example: tributary rejected cartpole-1 --reason non-finite --limit 5",
        "         tributary rejected cartpole-1 --resubmit --reason unknown-schema"})
public final class RejectedCommand implements Subcommand {
  private static final ObjectMapper JSON = new ObjectMapper();
  /// Each with its original of up to 64 KiB.
  private static final int MOST_SHOWN = 1_000;

  @Mixin
  private LookOptions options;

  @Parameters(paramLabel = "RUN", description = "The run.")
  private String run;

  @Option(names = "--reason", paramLabel = "REASON", description = "Only records rejected for this reason; several times for several reasons.")
  private List<String> reasons = new ArrayList<>();

  @Option(names = "--environment", paramLabel = "ID", description = "Only records of this environment.")
  private String environment;

  @Option(names = "--producer", paramLabel = "NAME", description = "Only records of this producer's environments.")
  private String producer;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "List the newest N, at most 1000 (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--show", description = "Also show the steps of each listed record, where they can be decoded.")
  private boolean show;

  @Option(names = "--resubmit", description = "Submit the originals again, each once, as records of environment <id>~resubmit.")
  private boolean resubmit;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the result as JSON.")
  private Path json;

  @Option(names = "--json-lines", description = "Print one JSON object for each listed record, and nothing else.")
  private boolean jsonLines;

  @Override
  public int run(Host host) throws InterruptedException {
    if (limit < 1 || limit > MOST_SHOWN) {
      throw new UsageException("--limit is " + limit + "; expected 1 to " + MOST_SHOWN + "; nothing was read");
    }
    if (resubmit && (show || jsonLines)) {
      throw new UsageException((show ? "--show" : "--json-lines") + " with --resubmit; expected one of them, since --resubmit lists nothing; nothing was read");
    }
    Wanted wanted = new Wanted(named(), Optional.ofNullable(environment), Optional.ofNullable(producer));
    return options.look(host, "rejected", resubmit ? Role.RESUBMIT : Role.LOOK, run,
        (cluster, open) -> resubmit ? resubmit(host, open, wanted) : list(host, open, wanted));
  }

  private Set<RejectionReason> named() {
    Set<RejectionReason> named = EnumSet.noneOf(RejectionReason.class);
    List<String> words = Arrays.stream(RejectionReason.values()).map(RejectionReason::label).toList();
    for (String reason : reasons) {
      if (!words.contains(reason)) {
        throw new UsageException("--reason is '" + reason + "'; expected one of " + String.join(", ", words) + Nearest.hint(reason, words) + "; nothing was read");
      }
      named.add(RejectionReason.of(reason));
    }
    return named;
  }

  private int list(Host host, Run open, Wanted wanted) {
    Listing listing = Listing.of(open, wanted, limit, show);
    if (jsonLines) {
      listing.trees().forEach(tree -> host.out().println(line(tree)));
    } else {
      listing.lines().forEach(host.out()::println);
    }
    write(host, listing.json());
    return Exit.DONE;
  }

  private int resubmit(Host host, Run open, Wanted wanted) {
    Refusal.requireRights(open, Role.RESUBMIT);
    ResubmissionReport report = new Resubmission(open, wanted, host.clock().millis()).perform();
    report.lines().forEach(host.out()::println);
    write(host, report.json());
    return Exit.DONE;
  }

  private void write(Host host, Map<String, Object> result) {
    if (json != null) {
      Summary.write(result, host.directory().resolve(json));
    }
  }

  private static String line(Map<String, Object> tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException failed) {
      throw new IllegalStateException("a tree of maps, lists, numbers and words is always JSON", failed);
    }
  }
}
