// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.target.Reference;
import io.tributary.schemas.Segmenting;

import static io.tributary.rl.experience.Ending.TERMINATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Theorems about the assembler over random logs; the seed is the parameter.
class AssemblerPropertyTest {
  static LongStream seeds() {
    return LongStream.range(0, 120);
  }

  private static Segmenting segmenting(long seed) {
    return seed % 3 == 0 ? new Segmenting.CompleteEpisodes() : new Segmenting.MaxSteps(1 + (int) (seed % 9));
  }

  private static List<RandomLog.Line> log(long seed, AssemblyRules rules) {
    return new RandomLog(seed).lines(rules);
  }

  private static World.Partition assembled(List<RandomLog.Line> log, AssemblyRules rules, Random restarts) {
    World.Partition partition = new World.Partition(rules);
    for (RandomLog.Line line : log) {
      if (restarts != null && restarts.nextInt(5) == 0) {
        partition.restart();
      }
      partition.timeMs = line.timeMs();
      partition.send(line.steps());
    }
    return partition;
  }

  private static Map<Integer, String> fates(World.Partition partition) {
    Map<Integer, String> fates = new TreeMap<>();
    for (Assembled assembled : partition.out) {
      switch (assembled) {
        case Assembled.Segment(var trajectory) -> mark(fates, trajectory.sources(), "segment ");
        case Assembled.Ended(var episode) -> mark(fates, episode.sources(), "episode ");
        case Assembled.Rejected(var step) -> assertThat(fates.put((int) step.offset(), "rejected " + step.reason().label())).isNull();
      }
    }
    return fates;
  }

  private static void mark(Map<Integer, String> fates, List<Source> sources, String what) {
    for (Source source : sources) {
      assertThat(fates.put((int) source.offset(), what + sources.getFirst().offset())).as("fate before").isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldDecideAsTheDefinitionsDo(long seed) {
    AssemblyRules rules = World.rules(segmenting(seed));
    List<RandomLog.Line> log = log(seed, rules);
    World.Partition partition = assembled(log, rules, null);
    Map<Integer, String> expected = new FateOracle(log, rules).fates();
    Map<Integer, String> got = fates(partition);
    for (int i = 0; i < log.size(); i++) {
      // Segments of others are closed two a record: at the log's end some that should be may still wait, and nothing else may.
      String fate = got.getOrDefault(i, "open");
      boolean waits = fate.equals("open") && expected.get(i).matches("segment .*|rejected abandoned") && stale(log, i, rules);
      if (!waits) {
        assertThat(fate).as(() -> describe(log, got, expected)).isEqualTo(expected.get(i));
      }
    }
  }

  private static String describe(List<RandomLog.Line> log, Map<Integer, String> got, Map<Integer, String> expected) {
    StringBuilder text = new StringBuilder("\n");
    for (int i = 0; i < log.size(); i++) {
      Steps steps = log.get(i).steps();
      String fate = got.getOrDefault(i, "open");
      text.append(fate.equals(expected.get(i)) ? "  " : "! ").append(i).append(" at ").append(log.get(i).timeMs()).append(' ').append(steps.first())
          .append(" × ").append(steps.count()).append(' ').append(steps.purpose()).append(' ').append(steps.ending()).append(steps.cut() ? " cut" : "")
          .append(steps.columns().values() == null ? " no values" : "")
          .append(steps.columns().recurrentBefore() == null ? "" : " recurrent " + steps.columns().recurrentBefore().length).append(log.get(i).worthless() ? " worthless" : "").append(": ").append(fate)
          .append(", expected ").append(expected.get(i)).append('\n');
    }
    return text.toString();
  }

  private static boolean stale(List<RandomLog.Line> log, int i, AssemblyRules rules) {
    return log.stream().skip(Math.max(0, log.size() - 5)).anyMatch(line -> line.timeMs() - log.get(i).timeMs() >= rules.abandonAfterMs());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldLoseAndRepeatNoStep(long seed) {
    AssemblyRules rules = World.rules(segmenting(seed));
    List<RandomLog.Line> log = log(seed, rules);
    World.Partition partition = assembled(log, rules, new Random(seed));
    long sent = log.stream().mapToLong(line -> line.steps().count()).sum();
    long inTrajectories = 0;
    long evaluated = 0;
    long rejected = 0;
    for (Assembled assembled : partition.out) {
      switch (assembled) {
        case Assembled.Segment(var trajectory) -> inTrajectories += trajectory.count();
        case Assembled.Ended(var episode) -> evaluated += episode.sources().stream().mapToLong(Source::count).sum();
        case Assembled.Rejected(var step) -> rejected += step.count();
      }
    }
    long[] open = new long[1];
    partition.rows.headers((environment, row) -> open[0] += row.openSteps());
    assertThat(inTrajectories + evaluated + rejected + open[0]).isEqualTo(sent);
    assertThat(partition.assembler.openSteps()).isEqualTo(open[0]);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldNotNoticeRestarts(long seed) {
    AssemblyRules rules = World.rules(segmenting(seed));
    List<RandomLog.Line> log = log(seed, rules);
    World.Partition through = assembled(log, rules, null);
    World.Partition interrupted = assembled(log, rules, new Random(seed));
    assertThat(encoded(interrupted)).isEqualTo(encoded(through));
  }

  private static List<String> encoded(World.Partition partition) {
    var topics = World.topics();
    return partition.out.stream().map(assembled -> java.util.HexFormat.of().formatHex(switch (assembled) {
      case Assembled.Segment(var trajectory) -> topics.trajectories().value().encode(trajectory);
      case Assembled.Ended(var episode) -> topics.episodes().value().encode(episode);
      case Assembled.Rejected(var step) -> topics.rejected().value().encode(step);
    })).toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void trajectoriesAreTheirSources(long seed) {
    AssemblyRules rules = World.rules(segmenting(seed));
    List<RandomLog.Line> log = log(seed, rules);
    Map<Long, Steps> byOffset = new HashMap<>();
    for (int i = 0; i < log.size(); i++) {
      byOffset.put((long) i, log.get(i).steps());
    }
    for (Assembled assembled : assembled(log, rules, new Random(seed)).out) {
      if (assembled instanceof Assembled.Segment(var trajectory)) {
        requireContents(trajectory, byOffset);
        requireTargets(trajectory);
      }
    }
  }

  private static void requireContents(Trajectory trajectory, Map<Long, Steps> byOffset) {
    long next = trajectory.first().index();
    for (Source source : trajectory.sources()) {
      Steps steps = byOffset.get(source.offset());
      assertThat(steps.first()).isEqualTo(trajectory.first().plus(next - trajectory.first().index()));
      assertThat(source.firstIndex()).isEqualTo(next);
      assertThat(source.count()).isEqualTo(steps.count());
      assertThat(steps.policyVersion()).isBetween(trajectory.lowestVersion(), trajectory.highestVersion());
      next += source.count();
    }
    long episode = trajectory.first().episode();
    double returnBefore = World.returnBefore(episode, trajectory.first().index());
    if (byOffset.get(trajectory.sources().getFirst().offset()).returnBefore() != 0 || trajectory.first().index() == 0) {
      assertThat(trajectory.returnBefore()).isEqualTo(returnBefore);
    } else {
      assertThat(trajectory.returnBefore()).as("a producer that does not count, perhaps behind a gap").isLessThanOrEqualTo(returnBefore);
    }
    for (int t = 0; t < trajectory.count(); t++) {
      long index = trajectory.first().index() + t;
      assertThat(trajectory.columns().observations()[2 * t]).isEqualTo(index);
      assertThat(trajectory.columns().rewards()[t]).isEqualTo(World.reward(episode, index));
    }
    assertThat(trajectory.columns().nextObservation()[0]).isEqualTo(next);
    assertThat(trajectory.cut()).isEqualTo(!trajectory.ending().endsEpisode());
    assertThat(trajectory.completeEpisode()).isEqualTo(trajectory.first().index() == 0 && trajectory.ending().endsEpisode());
  }

  /// Each target from the values and rewards that the log's episodes have by construction.
  private static void requireTargets(Trajectory trajectory) {
    int n = trajectory.count();
    double[] rewards = new double[n];
    double[] values = new double[n + 1];
    double[] discounts = new double[n];
    for (int t = 0; t <= n; t++) {
      long index = trajectory.first().index() + t;
      values[t] = World.value(trajectory.first().episode(), index);
      if (t < n) {
        rewards[t] = World.reward(trajectory.first().episode(), index);
        discounts[t] = t == n - 1 && trajectory.ending() == TERMINATED ? 0 : World.GAMMA;
      }
    }
    boolean recorded = trajectory.columns().values() != null;
    double bootstrap = recorded && trajectory.ending() != TERMINATED ? values[n] : 0;
    double[] rewardsToGo = Reference.rewardToGo(rewards, discounts, bootstrap);
    double[] advantages = Reference.generalizedAdvantage(rewards, discounts, values, World.LAMBDA);
    for (int t = 0; t < n; t++) {
      assertThat((double) trajectory.targets().rewardsToGo()[t]).isCloseTo(rewardsToGo[t], within(1e-4));
      if (recorded) {
        assertThat((double) trajectory.targets().advantages()[t]).isCloseTo(advantages[t], within(1e-4));
      }
    }
    assertThat(trajectory.targets().advantages() != null).isEqualTo(recorded);
  }
}
