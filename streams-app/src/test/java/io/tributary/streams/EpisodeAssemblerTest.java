// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Trajectory;
import io.tributary.schemas.Episode;
import io.tributary.schemas.OpenSteps;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;
import io.tributary.schemas.Segmenting;

import static io.tributary.schemas.RejectionReason.ABANDONED;
import static io.tributary.schemas.RejectionReason.DUPLICATE;
import static io.tributary.schemas.RejectionReason.GAP;
import static io.tributary.schemas.RejectionReason.LATE;
import static io.tributary.schemas.RejectionReason.MALFORMED;
import static io.tributary.schemas.RejectionReason.NON_FINITE;
import static io.tributary.schemas.RejectionReason.SUPERSEDED;
import static io.tributary.schemas.RejectionReason.TOO_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class EpisodeAssemblerTest {
  private static final Segmenting STEPS_4 = new Segmenting.MaxSteps(4);
  private static final Segmenting EPISODES = new Segmenting.CompleteEpisodes();

  private final World.Partition log = new World.Partition(STEPS_4);
  private final World.Partition whole = new World.Partition(EPISODES);

  private static Trajectory trajectory(List<Assembled> made) {
    assertThat(made.getFirst()).isInstanceOf(Assembled.Segment.class);
    return ((Assembled.Segment) made.getFirst()).trajectory();
  }

  private static Episode episode(List<Assembled> made) {
    return ((Assembled.Ended) made.getLast()).episode();
  }

  private static RejectedStep rejected(List<Assembled> made) {
    assertThat(made).hasSize(1);
    return ((Assembled.Rejected) made.getFirst()).step();
  }

  private static List<RejectionReason> reasons(List<Assembled> made) {
    return made.stream().map(one -> ((Assembled.Rejected) one).step().reason()).toList();
  }

  /// A broker that was killed may name an older position of the group than was committed: the rows know better.
  @Test
  void shouldPassOverWhatTheRowsHave() {
    log.send(p -> p.count = 2);
    log.send(p -> {
      p.index = 2;
      p.count = 2;
    });
    log.send(p -> p.index = 4);
    log.restart();
    for (StepsRecord record : log.log) {
      assertThat(log.assembler.hasTakenIn(record.offset())).isTrue();
      assertThat(log.assembler.assemble(record)).isEmpty();
    }
    assertThat(log.assembler.openSteps()).isEqualTo(1);
    assertThat(log.assembler.hasTakenIn(log.log.size())).isFalse();
    assertThat(trajectory(log.send(p -> {
      p.index = 5;
      p.ending = Ending.TERMINATED;
    })).count()).isEqualTo(2);
  }

  @Test
  void shouldStayOpenUntilTheRunsSteps() {
    assertThat(log.send(p -> p.count = 3)).isEmpty();
    assertThat(log.assembler.openSteps()).isEqualTo(3);
    Trajectory made = trajectory(log.send(p -> {
      p.index = 3;
      p.count = 3;
    }));
    assertThat(made.count()).as("records are taken whole").isEqualTo(6);
    assertThat(made.cut()).isTrue();
    assertThat(made.ending()).isEqualTo(Ending.CONTINUES);
    assertThat(made.sources()).containsExactly(new Source(0, 0, 0, 3), new Source(0, 1, 3, 3));
    assertThat(log.assembler.openSteps()).isZero();
  }

  @Test
  void shouldTouchOnlyTheHeaderRowWhereARecordClosesAtOnce() {
    log.send(p -> p.cut = true);
    log.send(p -> {
      p.index = 1;
      p.ending = Ending.TERMINATED;
    });
    assertThat(log.rows.rows()).isEqualTo(1);
  }

  @Test
  void shouldOverwriteSlotsInPlace() {
    for (int i = 0; i < 100; i++) {
      int index = i;
      log.send(p -> p.index = index);
    }
    assertThat(log.rows.rows()).isEqualTo(1 + 3);
  }

  @Test
  void shouldReportAnEpisodeAtItsEnding() {
    log.send(p -> p.cut = true);
    List<Assembled> made = log.send(p -> {
      p.index = 1;
      p.count = 2;
      p.version = 9;
      p.ending = Ending.TRUNCATED;
    });
    assertThat(made).hasSize(2);
    assertThat(trajectory(made).completeEpisode()).isFalse();
    assertThat(trajectory(made).returnBefore()).as("known although the producer does not count").isEqualTo(1);
    Episode episode = episode(made);
    assertThat(episode.totalReward()).isEqualTo(1 + 2 + 3);
    assertThat(episode.length()).isEqualTo(3);
    assertThat(episode.ending()).isEqualTo(Ending.TRUNCATED);
    assertThat(episode.lowestVersion()).isEqualTo(9);
    assertThat(episode.sources()).isEmpty();
  }

  /// correctness.md 5.0: rewards 1, V = 10 10 | 10 20, truncated after step 1 with V = 8, then V = 30 after step 3.
  @Test
  void truncationCase() {
    Trajectory first = trajectory(log.send(p -> {
      p.count = 2;
      p.rewards = new float[] {1, 1};
      p.values = new float[] {10, 10, 8};
      p.ending = Ending.TRUNCATED;
    }));
    Trajectory second = trajectory(log.send(p -> {
      p.episode = 1;
      p.count = 2;
      p.rewards = new float[] {1, 1};
      p.values = new float[] {10, 20, 30};
      p.cut = true;
    }));
    assertThat(first.targets().advantages()).containsExactly(new float[] {-0.81f, -1.8f}, within(1e-5f));
    assertThat(second.targets().advantages()).containsExactly(new float[] {12.6f, 8f}, within(1e-5f));
    assertThat(first.completeEpisode()).isTrue();
  }

  @Test
  void splitIsUnsplit() {
    Trajectory one = trajectory(whole.send(p -> {
      p.count = 6;
      p.ending = Ending.TERMINATED;
    }));
    whole.send(p -> {
      p.episode = 7;
      p.count = 1;
    });
    whole.send(p -> {
      p.episode = 7;
      p.index = 1;
      p.count = 3;
      p.cut = true;
    });
    Trajectory parts = trajectory(whole.send(p -> {
      p.episode = 7;
      p.index = 4;
      p.count = 2;
      p.ending = Ending.TERMINATED;
    }));
    // Episodes 0 and 7 earn the same; their values differ, so recompute those of episode 7 in one piece.
    Trajectory again = trajectory(new World.Partition(EPISODES).send(p -> {
      p.episode = 7;
      p.count = 6;
      p.ending = Ending.TERMINATED;
    }));
    assertThat(parts.targets().rewardsToGo()).isEqualTo(one.targets().rewardsToGo());
    assertThat(parts.targets().advantages()).isEqualTo(again.targets().advantages());
    assertThat(parts.columns().values()).isEqualTo(again.columns().values());
    assertThat(parts.columns().observations()).isEqualTo(again.columns().observations());
    assertThat(parts.completeEpisode()).isTrue();
    assertThat(parts.cut()).isFalse();
  }

  @Test
  void shouldRejectWhatComesTwiceOrTooLate() {
    log.send(p -> p.count = 2);
    RejectedStep twice = rejected(log.send(p -> p.index = 1));
    assertThat(twice.reason()).isEqualTo(DUPLICATE);
    assertThat(twice.message()).isEqualTo("[run-1.steps-0@1 p/0 episode 0 step 1] the next step expected is 2; the record goes to run-1.rejected");
    assertThat(twice.original()).isEqualTo(log.log.get(1).value());
    log.send(p -> {
      p.index = 2;
      p.ending = Ending.TERMINATED;
    });
    assertThat(rejected(log.send(p -> p.index = 3)).reason()).as("behind the ending").isEqualTo(LATE);
    log.send(p -> p.episode = 2);
    assertThat(rejected(log.send(p -> p.episode = 1)).reason()).isEqualTo(LATE);
    Trajectory old = trajectory(log.send(p -> p.session = 2));
    assertThat(old.cut()).isTrue();
    assertThat(old.first().episode()).isEqualTo(2);
    assertThat(rejected(log.send(p -> p.episode = 9)).reason()).isEqualTo(SUPERSEDED);
  }

  @Test
  void shouldKeepTheValidPrefixBeforeAGap() {
    log.send(p -> p.count = 2);
    Trajectory prefix = trajectory(log.send(p -> p.index = 3));
    assertThat(prefix.count()).isEqualTo(2);
    assertThat(prefix.cut()).isTrue();
    assertThat(log.assembler.openSteps()).isEqualTo(1);
    Trajectory rest = trajectory(log.send(p -> {
      p.index = 4;
      p.ending = Ending.TERMINATED;
    }));
    assertThat(rest.first().index()).isEqualTo(3);
    assertThat(rest.completeEpisode()).isFalse();
  }

  @Test
  void shouldRejectABrokenEpisodeWholeWhereOnlyWholeOnesCount() {
    whole.send(p -> p.count = 2);
    whole.send(p -> {
      p.index = 2;
      p.cut = true;
    });
    assertThat(reasons(whole.send(p -> p.index = 4))).containsExactly(GAP, GAP, GAP);
    assertThat(rejected(whole.send(p -> {
      p.index = 5;
      p.ending = Ending.TERMINATED;
    })).reason()).isEqualTo(GAP);
    assertThat(trajectory(whole.send(p -> {
      p.episode = 1;
      p.ending = Ending.TERMINATED;
    })).completeEpisode()).isTrue();
  }

  @Test
  void shouldSendEvaluationOnlyToEpisodes() {
    log.send(p -> {
      p.purpose = Purpose.EVALUATE;
      p.count = 5;
      p.cut = true;
    });
    assertThat(log.assembler.openSteps()).isEqualTo(5);
    List<Assembled> made = log.send(p -> {
      p.purpose = Purpose.EVALUATE;
      p.index = 5;
      p.version = 4;
      p.ending = Ending.TERMINATED;
    });
    assertThat(made).hasSize(1);
    assertThat(episode(made).sources()).containsExactly(new Source(0, 0, 0, 5), new Source(0, 1, 5, 1));
    assertThat(episode(made).purpose()).isEqualTo(Purpose.EVALUATE);
    assertThat(episode(made).lowestVersion()).isEqualTo(3);
    assertThat(episode(made).highestVersion()).isEqualTo(4);
    log.send(p -> {
      p.purpose = Purpose.EVALUATE;
      p.episode = 1;
    });
    assertThat(reasons(log.send(p -> {
      p.purpose = Purpose.EVALUATE;
      p.episode = 1;
      p.index = 2;
    }))).containsExactly(GAP, GAP);
  }

  @Test
  void shouldNotMixPurposesInAnEpisode() {
    log.send(p -> p.count = 2);
    assertThat(rejected(log.send(p -> {
      p.index = 2;
      p.purpose = Purpose.EVALUATE;
    })).reason()).isEqualTo(MALFORMED);
  }

  @Test
  void shouldCloseWhatGetsNoNews() {
    log.send(p -> p.count = 2);
    log.timeMs += log.rules.abandonAfterMs() - 1;
    assertThat(log.send(p -> p.environment = "p/1")).isEmpty();
    log.timeMs += 1;
    Trajectory abandoned = trajectory(log.send(p -> {
      p.environment = "p/1";
      p.index = 1;
    }));
    assertThat(abandoned.first().environment()).isEqualTo("p/0");
    assertThat(abandoned.cut()).isTrue();
    assertThat(log.send(p -> p.index = 2)).as("the episode may go on in a new segment").isEmpty();
    assertThat(log.assembler.openSteps()).isEqualTo(3);

    whole.send(p -> p.count = 2);
    whole.timeMs += whole.rules.abandonAfterMs();
    assertThat(reasons(whole.send(p -> p.index = 2))).containsExactly(ABANDONED, GAP);
  }

  @Test
  void shouldCloseASegmentWhoseRecordsDifferInWhatTheyRecorded() {
    log.send(p -> p.count = 2);
    Trajectory first = trajectory(log.send(p -> {
      p.index = 2;
      p.withValues = false;
    }));
    assertThat(first.targets().advantages()).hasSize(2);
    Trajectory second = trajectory(log.send(p -> {
      p.index = 3;
      p.withValues = false;
      p.cut = true;
    }));
    assertThat(second.targets().advantages()).isNull();
  }

  @Test
  void shouldCloseASegmentWhoseRecurrentStateChangesItsLength() {
    log.send(p -> p.recurrent = 2);
    log.restart();
    Trajectory first = trajectory(log.send(p -> {
      p.index = 1;
      p.recurrent = 3;
    }));
    assertThat(first.cut()).isTrue();
    assertThat(first.columns().recurrentAfter()).hasSize(2);
    Trajectory second = trajectory(log.send(p -> {
      p.index = 2;
      p.recurrent = 3;
      p.ending = Ending.TERMINATED;
    }));
    assertThat(second.first().index()).isEqualTo(1);
    assertThat(second.columns().recurrentBefore()).hasSize(3);

    whole.send(p -> p.recurrent = 2);
    List<Assembled> broken = whole.send(p -> {
      p.index = 1;
      p.recurrent = 0;
    });
    assertThat(reasons(broken)).containsExactly(MALFORMED, MALFORMED);
    assertThat(((Assembled.Rejected) broken.getLast()).step().message())
        .contains("has log-probabilities, values, a recurrent state of 0 floats; expected log-probabilities, values, a recurrent state of 2 floats");
  }

  @Test
  void shouldRejectARecurrentStateThatChangesItsLengthWithinARecord() {
    log.send(p -> p.recurrent = 2);
    RejectedStep step = rejected(log.send(World.key("p/0"), World.withShrinkingRecurrentState(p -> p.index = 1)));
    assertThat(step.reason()).isEqualTo(MALFORMED);
    assertThat(step.message()).contains("recurrent state of 2 floats before and 1 after");
    assertThat(step.count()).as("undecodable").isEqualTo(-1);
  }

  static Stream<Arguments> foreignKeys() {
    return Stream.of(
        arguments("p/0", null, "the key is not the environment id"),
        arguments("p/0", World.key("p/1"), "the key is not the environment id"),
        arguments("", World.key(""), "the environment id has 0 bytes; expected 1 to 249"),
        arguments("é".repeat(125), World.key("é".repeat(125)), "the environment id has 250 bytes"),
        arguments("x".repeat(100_000), World.key("x".repeat(100_000)), "the environment id has 100000 bytes"),
        arguments("x".repeat(100_000), null, "the environment id has 100000 bytes"));
  }

  /// Design §3: only what is undecodable has no index and no count.
  @ParameterizedTest
  @MethodSource("foreignKeys")
  void shouldCountTheStepsOfARecordUnderAKeyThatIsNotItsOwn(String environment, byte[] key, String what) {
    RejectedStep step = rejected(log.send(key, World.bytes(World.Piece.of(p -> {
      p.environment = environment;
      p.index = 7;
      p.count = 3;
    }))));
    assertThat(step.reason()).isEqualTo(MALFORMED);
    assertThat(step.firstIndex()).isEqualTo(7);
    assertThat(step.count()).isEqualTo(3);
    assertThat(step.message()).contains("episode 0 steps 7 to 9] ").contains(what).endsWith("; the record goes to run-1.rejected")
        .hasSizeLessThan(700);
    assertThat(log.rows.rows()).as("nothing is known of such an environment").isZero();
  }

  @Test
  void shouldFillInMasksThatOnlySomeRecordsHave() {
    log.send(p -> p.count = 1);
    Trajectory made = trajectory(log.send(p -> {
      p.index = 1;
      p.cut = true;
      p.change = columns -> columns.masks(new byte[] {0, 1}, 0, 2);
    }));
    assertThat(made.columns().masks()).containsExactly(1, 1, 0, 1);
  }

  @Test
  void shouldForgetTheSilentAFewRowsARecord() {
    World.Partition many = new World.Partition(new Segmenting.MaxSteps(1_000));
    for (int i = 0; i < 100; i++) {
      int index = i;
      many.send(p -> p.index = index);
    }
    assertThat(many.rows.rows()).isEqualTo(101);
    many.timeMs += many.rules.forgetAfterMs();
    for (int i = 0; i < 20; i++) {
      int index = i;
      int before = many.rows.rows();
      many.send(p -> {
        p.environment = "q/0";
        p.index = index;
      });
      assertThat(before - many.rows.rows()).isLessThanOrEqualTo(EpisodeAssembler.ROWS_PER_SWEEP);
    }
    assertThat(many.rows.rows()).as("only the speaker is left").isEqualTo(21);
    assertThat(many.send(p -> p.count = 2)).as("forgotten: step 0 is no duplicate").isEmpty();
  }

  @Test
  void shouldForgetAtTheEnvironmentsOwnReturn() {
    log.send(p -> p.cut = true);
    log.timeMs += log.rules.forgetAfterMs() - 1;
    assertThat(rejected(log.send(p -> p.cut = true)).reason()).isEqualTo(DUPLICATE);
    log.timeMs += log.rules.forgetAfterMs();
    assertThat(trajectory(log.send(p -> p.cut = true)).count()).isEqualTo(1);
  }

  @Test
  void shouldStayBoundedUnderEverNewEnvironments() {
    int most = 0;
    for (int i = 0; i < 2_000; i++) {
      String environment = "p/" + i;
      log.timeMs += log.rules.forgetAfterMs() / 50;
      log.send(p -> p.environment = environment);
      most = Math.max(most, log.rows.rows());
    }
    assertThat(most).isLessThan(250);
  }

  @Test
  void shouldCutASegmentThatWouldGrowTooLong() {
    AssemblyRules rules = new AssemblyRules("run-1.steps", "run-1.rejected", 1, World.rules(STEPS_4).spaces(), new Segmenting.MaxSteps(1_000),
        0.9, 0.5, true, 600_000, 3_600_000, 1_500, 1_000);
    World.Partition small = new World.Partition(rules);
    Trajectory made = null;
    for (int i = 0; made == null; i += 4) {
      int index = i;
      List<Assembled> out = small.send(p -> {
        p.index = index;
        p.count = 4;
      });
      made = out.isEmpty() ? null : trajectory(out);
    }
    assertThat(made.cut()).isTrue();
    assertThat(World.topics().trajectories().value().encode(made)).hasSizeLessThanOrEqualTo(1_500).hasSizeGreaterThan(700);
    assertThat(small.assembler.openSteps()).as("the record that did not fit begins the next segment").isEqualTo(4);
    List<Assembled> out = small.send(p -> {
      p.environment = "p/1";
      p.count = 200;
    });
    assertThat(rejected(out).reason()).isEqualTo(TOO_LONG);
    assertThat(rejected(out).count()).isEqualTo(200);
  }

  @Test
  void shouldNotLetOneRewardSpoilTheSegment() {
    log.send(p -> p.count = 2);
    RejectedStep step = rejected(log.send(p -> {
      p.index = 2;
      p.rewards = new float[] {3e38f};
    }));
    assertThat(step.reason()).isEqualTo(NON_FINITE);
    Trajectory made = trajectory(log.send(p -> {
      p.index = 2;
      p.count = 2;
    }));
    assertThat(made.count()).isEqualTo(4);
  }

  /// The bound on a single number is what keeps the sums finite, up to the longest segment there can be.
  @Test
  void targetsOfTheLargestRewardsAndValuesAreFinite() {
    AssemblyRules undiscounted = new AssemblyRules("s", "r", 1, World.rules(STEPS_4).spaces(), new Segmenting.MaxSteps(Segmenting.LIMIT), 1, 1, true,
        600_000, 3_600_000, 1 << 30, 1_000);
    World.Partition longest = new World.Partition(undiscounted);
    Trajectory made = trajectory(longest.send(p -> {
      p.count = Segmenting.LIMIT;
      p.rewards = new float[p.count];
      p.values = new float[p.count + 1];
      java.util.Arrays.fill(p.rewards, StepsValidation.LARGEST);
      for (int i = 0; i <= p.count; i++) {
        p.values[i] = i % 2 == 0 ? StepsValidation.LARGEST : -StepsValidation.LARGEST;
      }
    }));
    assertThat(made.targets().rewardsToGo()[0]).isBetween(0.9e36f, 1.1e36f);
    assertThat(made.targets().advantages()[0]).isBetween(0.9e36f, 1.1e36f);
  }

  /// Steps that an earlier version, which knew no bound, left open: rejected, not lost.
  @Test
  void shouldRejectTargetsThatOverflow() {
    log.send(p -> p.count = 2);
    byte[] larger = World.bytes(World.Piece.of(p -> {
      p.count = 2;
      p.rewards = new float[] {3e38f, 3e38f};
    }));
    log.rows.saveSlot("p/0", 0, new OpenSteps(0, 0, log.timeMs, larger));
    List<Assembled> made = log.send(p -> {
      p.index = 2;
      p.count = 2;
    });
    assertThat(reasons(made)).containsExactly(NON_FINITE, NON_FINITE);
    assertThat(((Assembled.Rejected) made.getFirst()).step().message()).contains("overflow a float");
    assertThat(log.assembler.openSteps()).isZero();
  }

  @Test
  void shouldSayWhereARewardIsNotANumber() {
    RejectedStep step = rejected(log.send(p -> {
      p.environment = "cartpole/7";
      p.episode = 12;
      p.index = 39;
      p.count = 2;
      p.rewards = new float[] {1, Float.NaN};
    }));
    assertThat(step.message())
        .isEqualTo("[run-1.steps-0@0 cartpole/7 episode 12 step 40] reward is NaN; expected a finite number; the record goes to run-1.rejected");
    assertThat(step.firstIndex()).isEqualTo(39);
    assertThat(step.count()).isEqualTo(2);
  }
}
