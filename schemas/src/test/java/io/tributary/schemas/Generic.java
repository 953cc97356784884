// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;

/// Hot records as Avro's own generic records, which box every float: what the hand-written codecs are held against.
final class Generic {
  private Generic() {}

  static GenericRecord of(Object record) {
    return switch (record) {
      case Steps steps -> steps(steps);
      case Trajectory trajectory -> trajectory(trajectory);
      case OpenSteps open -> new Row(SchemaHistory.current("OpenSteps"))
          .put("partition", open.partition()).put("offset", open.offset()).put("recordMs", open.recordMs())
          .putBytes("original", open.original()).record();
      case OpenEnvironment open -> open(open);
      default -> throw new IllegalArgumentException(record.getClass().getName());
    };
  }

  /// Avro's own bytes, with header.
  ///
  /// @param blocking whether arrays are written in several blocks with their sizes
  static byte[] bytes(GenericRecord record, Schema schema, boolean blocking) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SingleObject framing = new SingleObject();
    out.writeBytes(new byte[framing.headerBytes()]);
    EncoderFactory factory = new EncoderFactory().configureBlockSize(64);
    BinaryEncoder encoder = blocking ? factory.blockingBinaryEncoder(out, null) : factory.binaryEncoder(out, null);
    try {
      new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    byte[] bytes = out.toByteArray();
    framing.writeHeader(bytes, SchemaHistory.fingerprint(schema));
    return bytes;
  }

  private static GenericRecord steps(Steps steps) {
    Row row = new Row(SchemaHistory.current("Steps"));
    IdentityWire.fill(row, steps.first());
    columns(row, steps.columns());
    return row.put("policyVersion", steps.policyVersion())
        .putSymbol("ending", steps.ending())
        .put("cut", steps.cut())
        .put("returnBefore", steps.returnBefore())
        .putSymbol("purpose", steps.purpose())
        .put("rewardPending", steps.rewardPending())
        .put("firstActedMs", steps.firstActedMs())
        .put("lastActedMs", steps.lastActedMs())
        .record();
  }

  private static GenericRecord trajectory(Trajectory trajectory) {
    Row row = new Row(SchemaHistory.current("Trajectory"));
    IdentityWire.fill(row, trajectory.first());
    columns(row, trajectory.columns());
    return row.put("rewardsToGo", list(trajectory.targets().rewardsToGo()))
        .put("advantages", list(trajectory.targets().advantages()))
        .put("gamma", trajectory.gamma())
        .put("lambda", trajectory.lambda())
        .putSymbol("ending", trajectory.ending())
        .put("cut", trajectory.cut())
        .put("lowestVersion", trajectory.lowestVersion())
        .put("highestVersion", trajectory.highestVersion())
        .put("completeEpisode", trajectory.completeEpisode())
        .put("returnBefore", trajectory.returnBefore())
        .putRows("sources", trajectory.sources(), SourceRow::fill)
        .record();
  }

  private static GenericRecord open(OpenEnvironment open) {
    return new Row(SchemaHistory.current("OpenEnvironment"))
        .put("session", open.session())
        .put("episode", open.episode())
        .put("nextIndex", open.nextIndex())
        .put("ended", open.ended())
        .put("broken", open.broken())
        .putSymbol("purpose", open.purpose())
        .put("returnSoFar", open.returnSoFar())
        .put("openRecords", open.openRecords())
        .put("openSteps", open.openSteps())
        .put("openBytes", open.openBytes())
        .put("openReturnBefore", open.openReturnBefore())
        .put("slots", open.slots())
        .put("acceptedMs", open.acceptedMs())
        .put("acceptedOffset", open.acceptedOffset())
        .put("heardMs", open.heardMs())
        .put("heardOffset", open.heardOffset())
        .record();
  }

  private static void columns(Row row, Columns columns) {
    row.put("observations", list(columns.observations()))
        .put("nextObservation", list(columns.nextObservation()))
        .put("discreteActions", columns.discreteActions() == null ? null : Arrays.stream(columns.discreteActions()).boxed().toList())
        .put("continuousActions", list(columns.continuousActions()))
        .put("environmentActions", list(columns.environmentActions()))
        .put("logProbabilities", list(columns.logProbabilities()))
        .put("values", list(columns.values()))
        .put("rewards", list(columns.rewards()))
        .putBytes("masks", columns.masks())
        .put("recurrentBefore", list(columns.recurrentBefore()))
        .put("recurrentAfter", list(columns.recurrentAfter()));
  }

  private static List<Float> list(float[] values) {
    if (values == null) {
      return null;
    }
    List<Float> list = new ArrayList<>(values.length);
    for (float value : values) {
      list.add(value);
    }
    return list;
  }
}
