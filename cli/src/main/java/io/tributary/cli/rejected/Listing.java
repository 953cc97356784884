// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.rejected;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;

import io.tributary.cli.look.Printable;
import io.tributary.cli.look.RecordTree;
import io.tributary.cli.look.Scan;
import io.tributary.cli.look.Shown;
import io.tributary.rl.experience.Steps;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;

/// A run's rejections: how many for each reason, what that means, and the newest of them.
public final class Listing {
  private static final Comparator<RejectedStep> BY_TIME = Comparator.comparingLong(RejectedStep::rejectedMs)
      .thenComparingInt(RejectedStep::partition).thenComparingLong(RejectedStep::offset);

  private final Run run;
  private final Map<RejectionReason, Count> counts = new EnumMap<>(RejectionReason.class);
  private final PriorityQueue<RejectedStep> newest = new PriorityQueue<>(BY_TIME);
  private final int limit;
  private final boolean show;
  private long unreadable;

  private static final class Count {
    private long records;
    private long steps;
    private long newestMs;
  }

  private Listing(Run run, int limit, boolean show) {
    this.run = run;
    this.limit = limit;
    this.show = show;
  }

  /// Reads the whole rejected topic and keeps the newest `limit` that are wanted.
  ///
  /// @param show whether the steps in the originals are shown where they can be decoded
  public static Listing of(Run run, Wanted wanted, int limit, boolean show) {
    Listing listing = new Listing(run, limit, show);
    Scan.all(run, run.topics().rejected(), read -> {
      RejectedStep step = decoded(run, read);
      if (step == null) {
        listing.unreadable++;
      } else if (wanted.matches(step)) {
        listing.add(step);
      }
    });
    return listing;
  }

  /// Null for what is no rejection: nobody but the topology should write there, but whoever looks must not stumble.
  static RejectedStep decoded(Run run, Read<byte[], byte[]> read) {
    try {
      return run.topics().rejected().value().decode(read.value());
    } catch (CodecException foreign) {
      return null;
    }
  }

  private void add(RejectedStep step) {
    Count count = counts.computeIfAbsent(step.reason(), any -> new Count());
    count.records++;
    count.steps += Math.max(0, step.count());
    count.newestMs = Math.max(count.newestMs, step.rejectedMs());
    newest.add(step);
    if (newest.size() > limit) {
      newest.remove();
    }
  }

  private long records() {
    return counts.values().stream().mapToLong(count -> count.records).sum();
  }

  private List<RejectedStep> inOrder() {
    return newest.stream().sorted(BY_TIME).toList();
  }

  /// For people: counts with explanations, then the newest records.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (records() == 0) {
      lines.add("run " + run.name() + ": no record was rejected, or none of those that are asked for");
    } else {
      lines.add(String.format(Locale.ROOT, "run %s: %,d records rejected, %,d steps in those that can be read", run.name(), records(),
          counts.values().stream().mapToLong(count -> count.steps).sum()));
      counts.forEach((reason, count) -> {
        lines.add(String.format(Locale.ROOT, "  %-26s %,8d records %,10d steps, newest %s", reason.label(), count.records, count.steps,
            Instant.ofEpochMilli(count.newestMs)));
        lines.add("    means  " + reason.meaning());
        lines.add("    do     " + reason.remedy());
      });
      lines.add(newest.size() < records() ? "the newest " + newest.size() + ":" : "all of them:");
      inOrder().forEach(step -> lines.addAll(lines(step)));
    }
    if (unreadable > 0) {
      lines.add(unreadable + " records of " + run.topics().rejected() + " are no rejections; expected only the topology to write there; passed over");
    }
    return lines;
  }

  private List<String> lines(RejectedStep step) {
    String steps = step.count() < 0 ? "undecodable, " + step.originalLength() + " bytes" : "first " + step.firstIndex() + " count " + step.count();
    List<String> lines = new ArrayList<>(List.of(Instant.ofEpochMilli(step.rejectedMs()) + " " + place(step) + " " + steps + " "
        + step.reason().label() + " " + Printable.of(step.message())));
    if (show) {
      lines.add("    " + Printable.of(shown(step) instanceof String why ? why : Shown.brief(shown(step))));
    }
    return lines;
  }

  private String place(RejectedStep step) {
    return run.topics().steps() + "-" + step.partition() + "@" + step.offset();
  }

  /// The steps in the original as a tree, or why they cannot be shown.
  private Object shown(RejectedStep step) {
    if (step.original().length < step.originalLength()) {
      return "the copy holds " + step.original().length + " of " + step.originalLength() + " bytes; the whole record lies at " + place(step)
          + " while retention keeps it";
    }
    try {
      Steps steps = run.topics().steps().value().decode(step.original());
      return RecordTree.of(steps);
    } catch (CodecException undecodable) {
      return "cannot be decoded: " + undecodable.getMessage();
    }
  }

  /// For programs: counts by reason with their explanations, and the newest records.
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run.name());
    json.put("records", records());
    json.put("unreadable", unreadable);
    Map<String, Object> reasons = new LinkedHashMap<>();
    counts.forEach((reason, count) -> {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("records", count.records);
      entry.put("steps", count.steps);
      entry.put("newestMs", count.newestMs);
      entry.put("meaning", reason.meaning());
      entry.put("remedy", reason.remedy());
      reasons.put(reason.label(), entry);
    });
    json.put("reasons", reasons);
    json.put("newest", trees());
    return json;
  }

  /// Each of the newest records with all that is known of it, oldest first.
  @SuppressWarnings("unchecked") // a record's tree is a map
  public List<Map<String, Object>> trees() {
    return inOrder().stream().map(step -> {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("record", place(step));
      tree.put("environment", Wanted.environment(step));
      tree.putAll((Map<String, Object>) RecordTree.of(step));
      if (show) {
        tree.put(shown(step) instanceof String ? "notShown" : "steps", shown(step));
      }
      return tree;
    }).toList();
  }
}
