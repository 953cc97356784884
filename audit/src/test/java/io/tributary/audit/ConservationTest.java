// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Steps;
import io.tributary.schemas.Codecs;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;

import static org.assertj.core.api.Assertions.assertThat;

/// Random logs, randomly tampered with, judged by the law as it is defined: count the places of every record.
class ConservationTest {
  private static final int RECORDS = 40;
  private static final long COMMITTED = 35;

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  /// A place that some output gives to a record.
  ///
  /// @param offset it names
  /// @param count it names
  /// @param trajectory or a rejection
  private record Named(long offset, int count, boolean trajectory) {}

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theAuditIsTheDefinition(int seed) {
    Random random = new Random(seed);
    MadeLog names = new MadeLog("random");
    List<Steps> steps = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      steps.add(MadeLog.steps("p/" + i, 0, 0, 1 + random.nextInt(4), Ending.TERMINATED, Purpose.TRAIN));
    }
    List<Named> named = tampered(random, steps);
    AuditReport report = Audit.of(names.spec, names.topics, new AuditSettings(1_000, 1 << 20),
        new LogInMemory(records(names, steps, named), new long[] {COMMITTED, 0}, Map.of(), 0));

    long lost = 0;
    boolean holds = true;
    for (int offset = 0; offset < RECORDS; offset++) {
      int at = offset;
      List<Named> places = named.stream().filter(place -> place.offset() == at).toList();
      int wanted = offset < COMMITTED ? 1 : 0;
      holds &= places.size() == wanted && places.stream().allMatch(place -> place.count() == steps.get(at).count());
      lost += places.size() < wanted ? steps.get(at).count() : 0;
    }
    holds &= named.stream().allMatch(place -> place.offset() < RECORDS);
    assertThat(report.holds()).as(String.join("\n", report.lines(100))).isEqualTo(holds);
    assertThat(report.steps().lost()).isEqualTo(lost);
    assertThat(report.steps().published()).isEqualTo(steps.stream().mapToLong(Steps::count).sum());
    if (holds) {
      assertThat(report.steps().inTrajectories()).isEqualTo(named.stream().filter(Named::trajectory).mapToLong(Named::count).sum());
      assertThat(report.steps().rejected()).isEqualTo(named.stream().filter(place -> !place.trajectory()).mapToLong(Named::count).sum());
    }
  }

  /// One place for each record below the committed offset, and then up to three changes.
  private static List<Named> tampered(Random random, List<Steps> steps) {
    List<Named> named = new ArrayList<>();
    for (int offset = 0; offset < COMMITTED; offset++) {
      named.add(new Named(offset, steps.get(offset).count(), random.nextInt(4) > 0));
    }
    Collections.shuffle(named, random);
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      int i = random.nextInt(named.size());
      Named place = named.get(i);
      switch (random.nextInt(5)) {
        case 0 -> named.remove(i);
        case 1 -> named.add(place);
        case 2 -> named.set(i, new Named(random.nextInt(RECORDS + 5), place.count(), place.trajectory()));
        case 3 -> named.set(i, new Named(place.offset(), 1 + random.nextInt(4), place.trajectory()));
        default -> named.add(new Named(place.offset(), place.count(), !place.trajectory()));
      }
    }
    return named;
  }

  private static Map<String, List<MadeLog.Out>> records(MadeLog names, List<Steps> steps, List<Named> named) {
    Map<String, List<MadeLog.Out>> records = new HashMap<>();
    records.put(names.topics.spec().name(), List.of(new MadeLog.Out(0, MadeLog.key("random"), Codecs.specRecord().encode(names.spec))));
    records.put(names.topics.steps().name(), steps.stream().map(each -> new MadeLog.Out(0, null, Codecs.steps(false).encode(each))).toList());
    List<MadeLog.Out> trajectories = new ArrayList<>();
    List<MadeLog.Out> rejected = new ArrayList<>();
    for (Named place : named) {
      // Of an offset that moved, the episode is that of the record now named, so that the law alone judges.
      String environment = "p/" + place.offset();
      if (place.trajectory()) {
        Steps like = MadeLog.steps(environment, 0, 0, place.count(), Ending.TERMINATED, Purpose.TRAIN);
        trajectories.add(new MadeLog.Out(0, null,
            Codecs.trajectory(false).encode(MadeLog.trajectory(List.of(like), new Source(0, place.offset(), 0, place.count())))));
      } else {
        byte[] original = place.offset() < RECORDS ? Codecs.steps(false).encode(steps.get((int) place.offset())) : new byte[0];
        rejected.add(new MadeLog.Out(0, null, Codecs.rejectedStep().encode(
            RejectedStep.of(null, original, 0, place.offset(), 0, place.count(), RejectionReason.LATE, "late", 1))));
      }
    }
    records.put(names.topics.trajectories().name(), trajectories);
    records.put(names.topics.rejected().name(), rejected);
    return records;
  }
}
