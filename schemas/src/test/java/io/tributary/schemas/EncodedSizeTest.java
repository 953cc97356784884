// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Targets;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.OptimiserState;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.policy.PolicyState;

import static org.assertj.core.api.Assertions.assertThat;

/// Sizes that are announced hold, and the largest legal record of each topic fits it.
class EncodedSizeTest {
  private static final StepId LONGEST = new StepId("鳥".repeat(83), Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);
  private static final Source LONGEST_SOURCE = new Source(Integer.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, Integer.MIN_VALUE);
  private static final Topics TOPICS = Topics.of("", new Samples(1).runSpec());

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldBeExactForWholeRecords(long seed) {
    for (boolean pixels : new boolean[] {false, true}) {
      Steps steps = new Samples(seed).steps();
      Trajectory trajectory = new Samples(seed).trajectory();
      assertThat(EncodedSize.of(steps, pixels)).isEqualTo(Codecs.steps(pixels).encode(steps).length);
      assertThat(EncodedSize.of(trajectory, pixels)).isEqualTo(Codecs.trajectory(pixels).encode(trajectory).length);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldBoundATrajectoryByItsParts(long seed) {
    Columns part = new Samples(seed).columns(1 + (int) seed % 5);
    boolean pixels = ColumnsWire.arePixels(part);
    List<Columns> parts = Collections.nCopies(1 + (int) seed % 7, part);
    Columns whole = Columns.concatenate(parts);
    Targets targets = new Targets(new float[whole.count()], whole.values() == null ? null : new float[whole.count()]);
    Trajectory trajectory = new Trajectory(LONGEST, whole, targets, 0.99, 0.95, Ending.TRUNCATED, true, Long.MIN_VALUE, Long.MIN_VALUE, true, 1e300,
        Collections.nCopies(parts.size(), LONGEST_SOURCE));
    long bound = EncodedSize.ofEmptyTrajectory(LONGEST, part.observationSize());
    for (Columns each : parts) {
      bound += EncodedSize.inTrajectory(each, pixels);
    }
    assertThat(EncodedSize.of(trajectory, pixels)).isLessThanOrEqualTo(bound).isGreaterThan(bound / 2 - 800);
  }

  @Test
  void theLargestStepsRecordFitsItsTopicTheChangelogAndATrajectory() {
    int fits = TOPICS.steps().maxValueBytes();
    int count = (fits - 1_000) / 17;
    Columns columns = new Columns.Builder(count, 1, 1)
        .observations(new float[count], 0)
        .discreteActions(new int[count], 0)
        .rewards(new float[count], 0)
        .values(new float[count + 1], 0)
        .logProbabilities(new float[count], 0)
        .build();
    Steps steps = new Steps(LONGEST, 0, columns, Ending.CONTINUES, true, 0, Purpose.TRAIN, false, 0, 0);
    byte[] bytes = Codecs.steps(false).encode(steps);
    assertThat(bytes.length).isBetween(fits - 2_000, fits);
    byte[] row = Codecs.openSteps().encode(new OpenSteps(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, bytes));
    assertThat(row.length).isLessThan(Integer.parseInt(TOPICS.changelogConfig().get("max.message.bytes")) - Topic.FRAME_BYTES);
    assertThat(EncodedSize.ofEmptyTrajectory(LONGEST, 1) + EncodedSize.inTrajectory(columns, false))
        .isLessThan(TOPICS.trajectories().maxValueBytes());
  }

  @Test
  void theLargestRejectedStepFits() {
    byte[] key = new byte[1 << 20];
    Arrays.fill(key, (byte) 'k');
    RejectedStep rejected = RejectedStep.of(key, new byte[4 << 20], Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE,
        RejectionReason.IMPOSSIBLE_LOG_PROBABILITY, "鳥".repeat(100_000), Long.MAX_VALUE);
    assertThat(rejected.original()).hasSize(RejectedStep.MAX_ORIGINAL_BYTES);
    assertThat(rejected.originalLength()).isEqualTo(4 << 20);
    assertThat(rejected.message()).hasSize(RejectedStep.MAX_MESSAGE_LENGTH).endsWith("…");
    assertThat(Codecs.rejectedStep().encode(rejected).length).isLessThan(TOPICS.rejected().maxValueBytes());
  }

  @Test
  void anEpisodeIsBoundedByItsSources() {
    List<Source> sources = new ArrayList<>(Collections.nCopies(1_000, LONGEST_SOURCE));
    Episode episode = new Episode(LONGEST.environment(), Long.MIN_VALUE, Long.MIN_VALUE, 1, Long.MIN_VALUE, Ending.TRUNCATED, Long.MIN_VALUE,
        Long.MIN_VALUE, Purpose.EVALUATE, sources, Long.MIN_VALUE);
    assertThat(Codecs.episode().encode(episode).length).isLessThanOrEqualTo(
        (int) (EncodedSize.ofEmptyEpisode(LONGEST.environment()) + 1_000L * EncodedSize.OF_SOURCE));
  }

  @Test
  void theLargestCheckpointFits() {
    int parameters = 2_700_000;
    int features = 1_000;
    Moments observations = Moments.empty(features);
    PolicyState policy = new PolicyState(new float[parameters], observations, Moments.empty(1));
    Agent agent = new Agent(Long.MIN_VALUE, policy, new OptimiserState(new float[2 * parameters], Long.MIN_VALUE, Long.MIN_VALUE), Long.MIN_VALUE,
        new byte[100]);
    String name = "n".repeat(249);
    assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSize(249);
    Checkpoint checkpoint = new Checkpoint(agent, Collections.nCopies(100, new OffsetRange(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE)),
        Collections.nCopies(50, new Consumed(name, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE)), Integer.MIN_VALUE, Long.MIN_VALUE,
        Long.MIN_VALUE);
    long size = Codecs.checkpoint().encode(checkpoint).length;
    long bound = EncodedSize.ofCheckpoint(parameters, 2L * parameters, features, 100, 100, 50);
    assertThat(size).isLessThanOrEqualTo(bound).isGreaterThan(bound - 1_000);
    assertThat(bound).isLessThan(Checkpoint.MAX_BYTES);
    assertThat(Checkpoint.MAX_BYTES).isLessThan(TOPICS.checkpoints().maxValueBytes());
    assertThat(Checkpoint.MAX_BYTES).isLessThan(TOPICS.policies().maxValueBytes());
  }
}
