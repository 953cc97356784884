// SPDX-License-Identifier: Apache-2.0
package io.tributary.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Targets;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.target.SegmentTargets;
import io.tributary.schemas.Codec;
import io.tributary.schemas.Codecs;
import io.tributary.schemas.Segmenting;
import io.tributary.streams.Assembled;
import io.tributary.streams.AssemblyRules;
import io.tributary.streams.EpisodeAssembler;
import io.tributary.streams.InMemoryOpenEpisodes;
import io.tributary.streams.StepsRecord;

/// What happens to one record of 32 CartPole steps on its way: encoded, decoded, assembled into a trajectory with its targets, encoded again.
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordBenchmark {
  private final Codec<Steps> stepsCodec = Codecs.steps(false);
  private final Codec<Trajectory> trajectoryCodec = Codecs.trajectory(false);
  private Steps steps;
  private byte[] stepsBytes;
  private byte[] key;
  private Columns columns;
  private Trajectory trajectory;
  private byte[] trajectoryBytes;
  private AssemblyRules rules;

  @Setup
  public void prepare() {
    try (Played played = new Played()) {
      List<Steps> records = new ArrayList<>(played.next());
      steps = records.stream().filter(record -> record.count() == Played.STEPS && record.first().index() == 0).findFirst().orElseThrow();
      rules = new AssemblyRules("steps", "rejected", 1, played.spaces, new Segmenting.MaxSteps(Played.STEPS), Played.GAMMA, Played.LAMBDA, true, 60_000,
          3_600_000, 1 << 24, 1 << 24);
    }
    stepsBytes = stepsCodec.encode(steps);
    key = steps.first().environment().getBytes(StandardCharsets.UTF_8);
    columns = steps.columns();
    trajectory = ((Assembled.Segment) assemble().getFirst()).trajectory();
    trajectoryBytes = trajectoryCodec.encode(trajectory);
  }

  @Benchmark
  public byte[] encodeSteps() {
    return stepsCodec.encode(steps);
  }

  @Benchmark
  public Steps decodeSteps() {
    return stepsCodec.decode(stepsBytes);
  }

  /// Rewards-to-go and GAE of one segment.
  @Benchmark
  public Targets targets() {
    return SegmentTargets.of(columns, Ending.CONTINUES, true, Played.GAMMA, Played.LAMBDA, true);
  }

  /// Decoding and targets included; by an assembler that knows nothing yet.
  @Benchmark
  public List<Assembled> assemble() {
    return new EpisodeAssembler(rules, stepsCodec, new InMemoryOpenEpisodes()).assemble(new StepsRecord(key, stepsBytes, 0, 0, 0));
  }

  @Benchmark
  public byte[] encodeTrajectory() {
    return trajectoryCodec.encode(trajectory);
  }

  @Benchmark
  public Trajectory decodeTrajectory() {
    return trajectoryCodec.decode(trajectoryBytes);
  }
}
