// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.kafka.streams.Topology;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.policy.Architecture;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Segmenting;
import io.tributary.schemas.Topics;

/// A run for tests: observations of two numbers, two choices, γ 0.9, λ 0.5.
final class World {
  static final double GAMMA = 0.9;
  static final double LAMBDA = 0.5;

  private static final Topics TOPICS = Topics.of("", spec(new Segmenting.MaxSteps(1), 1));

  private World() {}

  static RunSpec spec(Segmenting segmenting, int partitions) {
    return new RunSpec("run-1", "test", new Spaces(Space.Box.unbounded(2), new Space.Discrete(2)), Architecture.defaults(), GAMMA, LAMBDA,
        segmenting, true, partitions, "cluster", 1, -1, RunSpec.DEFAULT_ABANDON_AFTER_MS, RunSpec.DEFAULT_FORGET_AFTER_MS, null, Map.of(), 0);
  }

  static Topics topics() {
    return TOPICS;
  }

  static AssemblyRules rules(Segmenting segmenting) {
    return AssemblyRules.of(spec(segmenting, 1), topics());
  }

  /// The topology of a run whose trainer's batches nobody knows.
  static Topology topology(RunSpec spec, Topics topics, StreamProgress progress) {
    return TrajectoryTopology.of(spec, topics, progress, () -> new CommitPace(AwaitedBatch.unknown(), 1, 1));
  }

  /// An id whose records lie in `partition` of `partitions`.
  static String environment(String producer, int partition, int partitions) {
    return environments(producer, partition, partitions).findFirst().orElseThrow();
  }

  /// The ids of a producer whose records lie in `partition` of `partitions`.
  static Stream<String> environments(String producer, int partition, int partitions) {
    AssemblyRules rules = AssemblyRules.of(spec(new Segmenting.MaxSteps(1), partitions), topics());
    return IntStream.iterate(0, i -> i + 1).mapToObj(i -> producer + "/" + i).filter(id -> rules.partition(key(id)) == partition);
  }

  static byte[] key(String environment) {
    return environment.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] bytes(Steps steps) {
    return topics().steps().value().encode(steps);
  }

  /// A record as no producer of ours can write it: the recurrent state has 2 floats before its first step and 1 after its last.
  static byte[] withShrinkingRecurrentState(Consumer<Piece> set) {
    float[] after = {123.25f, 234.5f};
    byte[] whole = bytes(Piece.of(set.andThen(p -> p.change = columns -> columns.recurrent(new float[] {0, 0}, after))));
    byte[] floats = ByteBuffer.allocate(Float.BYTES * after.length).order(ByteOrder.LITTLE_ENDIAN).putFloat(after[0]).putFloat(after[1]).array();
    int at = 1;
    while (!Arrays.equals(whole, at, at + floats.length, floats, 0, floats.length)) {
      at++;
    }
    // In front of them stands their number, which Avro writes doubled; behind them stays everything else.
    whole[at - 1] = 2;
    byte[] shrunk = Arrays.copyOf(whole, whole.length - Float.BYTES);
    System.arraycopy(whole, at + 2 * Float.BYTES, shrunk, at + Float.BYTES, whole.length - at - 2 * Float.BYTES);
    return shrunk;
  }

  /// Steps in the making; every default is that of an ordinary record.
  static final class Piece {
    String environment = "p/0";
    long session = 1;
    long episode;
    long index;
    int count = 1;
    long version = 3;
    Ending ending = Ending.CONTINUES;
    boolean cut;
    Purpose purpose = Purpose.TRAIN;
    double returnBefore;
    float[] rewards;
    float[] values;
    boolean withValues = true;
    boolean withNext = true;
    /// Floats of the recurrent state; −1 for none.
    int recurrent = -1;
    Consumer<Columns.Builder> change = builder -> { };

    static Steps of(Consumer<Piece> set) {
      Piece piece = new Piece();
      set.accept(piece);
      return piece.steps();
    }

    Steps steps() {
      float[] observations = new float[2 * count];
      int[] actions = new int[count];
      float[] logProbabilities = new float[count];
      float[] someRewards = new float[count];
      float[] someValues = new float[count + 1];
      for (int i = 0; i <= count; i++) {
        someValues[i] = value(episode, index + i);
      }
      for (int i = 0; i < count; i++) {
        observations[2 * i] = index + i;
        observations[2 * i + 1] = episode;
        actions[i] = (int) ((index + i) % 2);
        logProbabilities[i] = -0.7f;
        someRewards[i] = reward(episode, index + i);
      }
      Columns.Builder columns = new Columns.Builder(count, 2, 1).observations(observations, 0).discreteActions(actions, 0)
          .logProbabilities(logProbabilities, 0).rewards(rewards != null ? rewards : someRewards, 0);
      if (withNext) {
        columns.nextObservation(new float[] {index + count, episode}, 0);
      }
      if (withValues) {
        columns.values(values != null ? values : someValues, 0);
      }
      if (recurrent >= 0) {
        columns.recurrent(new float[recurrent], new float[recurrent]);
      }
      change.accept(columns);
      return new Steps(new StepId(environment, session, episode, index), version, columns.build(), ending, cut, returnBefore, purpose, false,
          0, 0);
    }
  }

  /// What step `index` of episode `episode` earns in every log, so that any segment can be checked by itself.
  static float reward(long episode, long index) {
    return 1 + episode % 7 + index % 5;
  }

  static double returnBefore(long episode, long index) {
    double sum = 0;
    for (long i = 0; i < index; i++) {
      sum += reward(episode, i);
    }
    return sum;
  }

  static float value(long episode, long index) {
    return 2 + (3 * episode + index) % 11;
  }

  /// A partition that is being written and assembled.
  static final class Partition {
    final InMemoryOpenEpisodes rows = new InMemoryOpenEpisodes();
    final AssemblyRules rules;
    final List<Assembled> out = new ArrayList<>();
    final List<StepsRecord> log = new ArrayList<>();
    EpisodeAssembler assembler;
    long timeMs = 1_000;

    Partition(AssemblyRules rules) {
      this.rules = rules;
      restart();
    }

    Partition(Segmenting segmenting) {
      this(rules(segmenting));
    }

    /// Another process goes on with the rows the last one left.
    void restart() {
      assembler = new EpisodeAssembler(rules, topics().steps().value(), rows);
    }

    List<Assembled> send(byte[] key, byte[] value) {
      StepsRecord record = new StepsRecord(key, value, 0, log.size(), timeMs);
      log.add(record);
      List<Assembled> made = assembler.assemble(record);
      out.addAll(made);
      return made;
    }

    List<Assembled> send(Steps steps) {
      return send(key(steps.first().environment()), bytes(steps));
    }

    List<Assembled> send(Consumer<Piece> set) {
      return send(Piece.of(set));
    }
  }
}
