// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.OptimiserState;
import io.tributary.rl.learning.StopReason;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.policy.PolicyState;
import io.tributary.schemas.GenericCodec.Mapping;

/// Policy snapshots and checkpoints as rows; numbers that are many travel as little-endian bytes.
final class AgentRows {
  static final Mapping<PolicySnapshot> SNAPSHOT = new Mapping<>() {
    @Override
    public void fill(Row row, PolicySnapshot snapshot) {
      row.put("version", snapshot.version())
          .put("parent", snapshot.parent())
          .put("settingsRevision", snapshot.settingsRevision())
          .putRows("ranges", snapshot.ranges(), AgentRows::fill)
          .putRows("skipped", snapshot.skipped(), AgentRows::fill)
          .putRows("consumed", snapshot.consumed(), AgentRows::fill)
          .put("stepsTrained", snapshot.stepsTrained())
          .putFixed("parametersSha256", HexFormat.of().parseHex(snapshot.hashes().parameters()))
          .putFixed("statisticsSha256", HexFormat.of().parseHex(snapshot.hashes().statistics()))
          .putFixed("momentsSha256", HexFormat.of().parseHex(snapshot.hashes().moments()))
          .put("epochsDone", snapshot.epochsDone())
          .put("stopReason", snapshot.stopReason().label())
          .put("trainerSession", snapshot.trainerSession())
          .put("createdMs", snapshot.createdMs());
      fillPolicy(row, snapshot.policy());
    }

    @Override
    public PolicySnapshot read(Row row) {
      AgentHashes hashes = new AgentHashes(hex(row, "parametersSha256"), hex(row, "statisticsSha256"), hex(row, "momentsSha256"));
      return new PolicySnapshot(row.int64("version"), row.int64("parent"), row.int32("settingsRevision"), policy(row.row("policy")),
          row.rows("ranges", AgentRows::range), row.rows("skipped", AgentRows::skipped), row.rows("consumed", AgentRows::consumed),
          row.int64("stepsTrained"), hashes, row.int32("epochsDone"), StopReason.of(row.text("stopReason")), row.int64("trainerSession"),
          row.int64("createdMs"));
    }
  };

  static final Mapping<Checkpoint> CHECKPOINT = new Mapping<>() {
    @Override
    public void fill(Row row, Checkpoint checkpoint) {
      Agent agent = checkpoint.agent();
      row.put("version", agent.version())
          .putFloats("moments", agent.optimiser().moments())
          .put("policySteps", agent.optimiser().policySteps())
          .put("criticSteps", agent.optimiser().criticSteps())
          .put("stepsTrained", agent.stepsTrained())
          .putBytes("baseline", agent.baseline())
          .putRows("positions", checkpoint.positions(), AgentRows::fill)
          .putRows("consumed", checkpoint.consumed(), AgentRows::fill)
          .put("settingsRevision", checkpoint.settingsRevision())
          .put("trainerSession", checkpoint.trainerSession())
          .put("createdMs", checkpoint.createdMs());
      fillPolicy(row, agent.policy());
    }

    @Override
    public Checkpoint read(Row row) {
      OptimiserState optimiser = new OptimiserState(row.floats("moments"), row.int64("policySteps"), row.int64("criticSteps"));
      Agent agent = new Agent(row.int64("version"), policy(row.row("policy")), optimiser, row.int64("stepsTrained"), row.bytes("baseline"));
      return new Checkpoint(agent, row.rows("positions", AgentRows::range), row.rows("consumed", AgentRows::consumed),
          row.int32("settingsRevision"), row.int64("trainerSession"), row.int64("createdMs"));
    }
  };

  private AgentRows() {}

  private static void fillPolicy(Row row, PolicyState policy) {
    Row child = row.child("policy");
    child.putFloats("parameters", policy.parameters());
    fillMoments(child, "observations", policy.observations());
    fillMoments(child, "returns", policy.returns());
    row.put("policy", child.record());
  }

  private static void fillMoments(Row row, String column, Moments moments) {
    int features = moments.features();
    ByteBuffer mean = ByteBuffer.allocate(features * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer squares = ByteBuffer.allocate(features * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < features; i++) {
      mean.putDouble(moments.mean(i));
      squares.putDouble(moments.squares(i));
    }
    row.put(column, row.child(column).put("count", moments.count()).put("mean", mean.flip()).put("squares", squares.flip()).record());
  }

  private static PolicyState policy(Row row) {
    return new PolicyState(row.floats("parameters"), moments(row.row("observations")), moments(row.row("returns")));
  }

  private static Moments moments(Row row) {
    return new Moments(row.float64("count"), row.doubles("mean"), row.doubles("squares"));
  }

  private static void fill(Row row, OffsetRange range) {
    row.put("partition", range.partition()).put("from", range.from()).put("until", range.until());
  }

  private static OffsetRange range(Row row) {
    return new OffsetRange(row.int32("partition"), row.int64("from"), row.int64("until"));
  }

  private static void fill(Row row, SkippedTrajectory skipped) {
    row.put("partition", skipped.partition())
        .put("offset", skipped.offset())
        .put("steps", skipped.steps())
        .put("reason", skipped.reason());
  }

  private static SkippedTrajectory skipped(Row row) {
    return new SkippedTrajectory(row.int32("partition"), row.int64("offset"), row.int32("steps"), row.text("reason"));
  }

  private static void fill(Row row, Consumed consumed) {
    row.put("producer", consumed.producer())
        .put("session", consumed.session())
        .put("steps", consumed.steps())
        .put("lastVersion", consumed.lastVersion());
  }

  private static Consumed consumed(Row row) {
    return new Consumed(row.text("producer"), row.int64("session"), row.int64("steps"), row.int64("lastVersion"));
  }

  private static String hex(Row row, String column) {
    return HexFormat.of().formatHex(row.fixed(column));
  }
}
