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

/// A step's share of setting B's update: 4 epochs of 4 minibatches over a batch of 2,048 steps; and of laying that batch out.
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UpdateBenchmark {
  static final int BATCH = Played.ENVIRONMENTS * Played.STEPS;

  private Algorithm algorithm;
  private Batch batch;
  private List<Trajectory> trajectories;
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

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Batch fill() {
    return batch.fill(trajectories);
  }
}
