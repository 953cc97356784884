// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.ArrayList;
import java.util.List;

import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.runs.Run;
import io.tributary.schemas.CodecException;

/// The steps records that the sources of an output name. One thread.
final class NamedSteps {
  private final Run run;
  private final StepsLog log;

  NamedSteps(Run run, StepsLog log) {
    this.run = run;
    this.log = log;
  }

  /// What the sources come to.
  sealed interface Lookup {
    /// Consecutive steps of one episode.
    ///
    /// @param steps the records, at least one
    /// @param sources as the records themselves have it
    /// @param firstMs time of the first record
    /// @param lastMs time of the last one
    record Found(List<Steps> steps, List<Source> sources, long firstMs, long lastMs) implements Lookup {

      /// Rewards of the episode up to the end, as the topology counts: what a producer says itself comes first.
      double returnAfter(double before) {
        double sum = before;
        for (Steps record : steps) {
          sum = record.returnBefore() != 0 ? record.returnBefore() : sum;
          for (float reward : record.columns().rewards()) {
            sum += reward;
          }
        }
        return sum;
      }
    }

    /// Retention has removed some of them.
    record Expired() implements Lookup {}

    /// They are not what an output can be made of.
    record Unfit(String what, String expected, String got) implements Lookup {}
  }

  /// Reads them.
  ///
  /// @param purpose all of them must have
  Lookup find(List<Source> sources, Purpose purpose) {
    List<Steps> steps = new ArrayList<>(sources.size());
    List<Source> actual = new ArrayList<>(sources.size());
    long firstMs = 0;
    long lastMs = 0;
    for (Source source : sources) {
      switch (log.find(source.partition(), source.offset())) {
        case StepsLog.Lookup.Held(var record) -> {
          try {
            Steps read = run.topics().steps().value().decode(record.value());
            firstMs = steps.isEmpty() ? record.timestampMs() : firstMs;
            lastMs = record.timestampMs();
            steps.add(read);
            actual.add(new Source(source.partition(), source.offset(), read.first().index(), read.count()));
          } catch (CodecException undecodable) {
            return new Lookup.Unfit("source", "steps at " + where(source), "undecodable (" + undecodable.getMessage() + ")");
          }
        }
        case StepsLog.Lookup.Expired() -> {
          return new Lookup.Expired();
        }
        case StepsLog.Lookup.Absent() -> {
          return new Lookup.Unfit("source", "a record at " + where(source), "none there");
        }
      }
    }
    String broken = broken(steps, purpose);
    return broken == null ? new Lookup.Found(steps, actual, firstMs, lastMs)
        : new Lookup.Unfit("sources", "consecutive steps of one episode to " + words(purpose), broken);
  }

  private static String broken(List<Steps> records, Purpose purpose) {
    if (records.isEmpty()) {
      return "none";
    }
    StepId expected = records.getFirst().first();
    for (Steps steps : records) {
      if (!steps.first().equals(expected)) {
        return steps.first() + " after the steps before " + expected;
      }
      if (steps.purpose() != purpose) {
        return "steps to " + words(steps.purpose()) + ", at " + steps.first();
      }
      expected = expected.plus(steps.count());
    }
    return null;
  }

  private static String words(Purpose purpose) {
    return purpose == Purpose.TRAIN ? "train" : "evaluate";
  }

  String where(Source source) {
    return run.topics().steps() + "-" + source.partition() + "@" + source.offset();
  }
}
