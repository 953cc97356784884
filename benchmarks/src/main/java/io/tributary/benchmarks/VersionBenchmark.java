// SPDX-License-Identifier: Apache-2.0
package io.tributary.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.StopReason;
import io.tributary.schemas.AgentHashes;
import io.tributary.schemas.Codec;
import io.tributary.schemas.Codecs;
import io.tributary.schemas.Consumed;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.PolicySnapshot;

/// What every version costs beside its update: its three hashes, its snapshot's bytes, and what a producer makes of them.
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class VersionBenchmark {
  private final Codec<PolicySnapshot> codec = Codecs.policySnapshot();
  private Agent agent;
  private PolicySnapshot snapshot;
  private byte[] bytes;

  @Setup
  public void prepare() {
    try (Played played = new Played()) {
      agent = played.algorithm.initial(1);
    }
    snapshot = new PolicySnapshot(1, 0, 0, agent.policy(), List.of(new OffsetRange(0, 0, 66)), List.of(), List.of(new Consumed("p", 1, 2_048, 1)), 2_048,
        AgentHashes.of(agent), 4, StopReason.COMPLETED, 1, 1);
    bytes = codec.encode(snapshot);
  }

  @Benchmark
  public AgentHashes hashes() {
    return AgentHashes.of(agent);
  }

  @Benchmark
  public byte[] encodeSnapshot() {
    return codec.encode(snapshot);
  }

  @Benchmark
  public PolicySnapshot decodeSnapshot() {
    return codec.decode(bytes);
  }
}
