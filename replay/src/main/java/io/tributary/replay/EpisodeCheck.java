// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.Objects;

import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.runs.Run;
import io.tributary.schemas.Episode;

/// Adds evaluation episodes up again from the steps their sources name, and compares all but times. One thread.
final class EpisodeCheck {
  private final Run run;
  private final NamedSteps steps;
  private final Tally tally;

  EpisodeCheck(Run run, NamedSteps steps, Tally tally) {
    this.run = run;
    this.steps = steps;
    this.tally = tally;
  }

  /// Compares one; one to learn from names no steps, and repeats what trajectories say.
  void check(int partition, long offset, Episode recorded) {
    if (recorded.purpose() != Purpose.EVALUATE) {
      return;
    }
    String where = run.topics().episodes() + "-" + partition + "@" + offset;
    long before = tally.findings();
    switch (steps.find(recorded.sources(), Purpose.EVALUATE)) {
      case NamedSteps.Lookup.Found found -> compare(where, found, recorded);
      case NamedSteps.Lookup.Unfit(var what, var expected, var got) -> different(where, what, expected, got);
      case NamedSteps.Lookup.Expired() -> {
        tally.gone("evaluation episode " + where + ": steps it was made from were deleted");
        return;
      }
    }
    tally.episode(tally.findings() == before);
  }

  private void compare(String where, NamedSteps.Lookup.Found found, Episode recorded) {
    Steps last = found.steps().getLast();
    differ(where, "identity", found.steps().getFirst().first(), new StepId(recorded.environment(), recorded.session(), recorded.episode(), 0));
    differ(where, "totalReward", found.returnAfter(0), recorded.totalReward());
    differ(where, "length", found.steps().stream().mapToLong(Steps::count).sum(), recorded.length());
    differ(where, "ending", last.ending(), recorded.ending());
    differ(where, "lowestVersion", found.steps().stream().mapToLong(Steps::policyVersion).min().orElseThrow(), recorded.lowestVersion());
    differ(where, "highestVersion", found.steps().stream().mapToLong(Steps::policyVersion).max().orElseThrow(), recorded.highestVersion());
  }

  private void differ(String where, String what, Object expected, Object got) {
    if (!Objects.equals(expected, got)) {
      different(where, what, String.valueOf(expected), String.valueOf(got));
    }
  }

  private void different(String where, String what, String expected, String got) {
    tally.found(new Finding(Finding.Kind.EPISODE, where, what, expected, got));
  }
}
