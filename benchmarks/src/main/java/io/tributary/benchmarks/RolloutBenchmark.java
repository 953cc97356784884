// SPDX-License-Identifier: Apache-2.0
package io.tributary.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import io.tributary.rl.experience.Steps;

/// A step of setting B's rollout: network, sampling, CartPole and the record it ends in.
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RolloutBenchmark {
  private final Played played = new Played();

  @Benchmark
  @OperationsPerInvocation(Played.ENVIRONMENTS * Played.STEPS)
  public List<Steps> step() {
    return played.next();
  }

  @TearDown
  public void close() {
    played.close();
  }
}
