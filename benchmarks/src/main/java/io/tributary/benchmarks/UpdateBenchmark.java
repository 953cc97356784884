// SPDX-License-Identifier: Apache-2.0
package io.tributary.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Algorithm;
import io.tributary.rl.learning.Batch;
import io.tributary.rl.learning.Update;
import io.tributary.rl.target.SegmentTargets;
import io.tributary.trainer.Arrival;
import io.tributary.trainer.BatchSettings;
import io.tributary.trainer.TakenBatch;

/// A step's share of setting B's update: 4 epochs of 4 minibatches over a batch of 2,048 steps; and of taking that batch and laying it out.
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UpdateBenchmark {
  static final int BATCH = Played.ENVIRONMENTS * Played.STEPS;
  private static final int EPOCHS = 4;
  /// Of a step's share: policy and critic, forwards and backwards, in each epoch; the critic has one output instead of two.
  static final long MULTIPLY_ADDS = EPOCHS * (2 * (NetworkBenchmark.FORWARD + NetworkBenchmark.BACKWARD) - 3 * 64);

  private Algorithm algorithm;
  private Batch batch;
  private List<Trajectory> trajectories;
  private List<Arrival> arrivals;
  private Agent agent;

  @Setup
  public void prepare() {
    try (Played played = new Played()) {
      algorithm = played.algorithm;
      trajectories = new ArrayList<>();
      for (Steps record : played.next()) {
        trajectories.add(trajectory(record));
      }
      batch = new Batch(played.spaces).fill(trajectories);
    }
    arrivals = new ArrayList<>();
    for (int i = 0; i < trajectories.size(); i++) {
      arrivals.add(new Arrival(0, i, i + 1, trajectories.get(i), 0, 0));
    }
    Agent fresh = algorithm.initial(1);
    agent = algorithm.update(fresh, batch).agent(); // the first one only warms the return scale up
  }

  private static Trajectory trajectory(Steps record) {
    Columns columns = record.columns();
    boolean ended = record.ending().endsEpisode();
    return new Trajectory(record.first(), columns, SegmentTargets.of(columns, record.ending(), !ended, Played.GAMMA, Played.LAMBDA, true), Played.GAMMA,
        Played.LAMBDA, record.ending(), !ended, 0, 0, ended, record.returnBefore(), List.of(new Source(0, 0, record.first().index(), record.count())));
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Update update() {
    return algorithm.update(agent, batch);
  }

  /// Taking a batch from what has arrived: order, what to skip, how far each producer came.
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public TakenBatch take() {
    return TakenBatch.of(arrivals, TakenBatch.SkipRule.of(BatchSettings.defaults(), algorithm::unusable, 0), false);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Batch fill() {
    return batch.fill(trajectories);
  }
}
