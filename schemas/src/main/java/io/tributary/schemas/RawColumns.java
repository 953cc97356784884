// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.nio.ByteBuffer;
import java.util.List;

import io.tributary.rl.experience.Columns;

/// Columns as they were found on the wire, before it is certain that their shapes agree.
final class RawColumns {
  float[] observations;
  float[] nextObservation;
  int[] discreteActions;
  float[] continuousActions;
  float[] environmentActions;
  float[] logProbabilities;
  float[] values;
  float[] rewards;
  byte[] masks;
  float[] recurrentBefore;
  float[] recurrentAfter;

  /// Takes the columns of a row that Avro resolved.
  static RawColumns of(Row row) {
    RawColumns raw = new RawColumns();
    raw.observations = observations(row, "observations");
    raw.nextObservation = observations(row, "nextObservation");
    raw.discreteActions = ints(row, "discreteActions");
    raw.continuousActions = floats(row, "continuousActions");
    raw.environmentActions = floats(row, "environmentActions");
    raw.logProbabilities = floats(row, "logProbabilities");
    raw.values = floats(row, "values");
    raw.rewards = floats(row, "rewards");
    raw.masks = row.bytes("masks");
    raw.recurrentBefore = floats(row, "recurrentBefore");
    raw.recurrentAfter = floats(row, "recurrentAfter");
    return raw;
  }

  /// @throws IllegalArgumentException naming the first column whose length does not fit the others
  Columns build() {
    int count = rewards.length;
    if (count == 0) {
      throw new IllegalArgumentException("no rewards; expected one for each of at least 1 step");
    }
    if ((discreteActions == null) == (continuousActions == null)) {
      throw new IllegalArgumentException((discreteActions == null ? "neither" : "both") + " of discreteActions and continuousActions; expected one");
    }
    int observationSize = rowSize("observations", observations.length, count);
    int actionSize = rowSize("actions", discreteActions != null ? discreteActions.length : continuousActions.length, count);
    Columns.Builder builder = new Columns.Builder(count, observationSize, actionSize).adopting().observations(observations, 0).rewards(rewards, 0);
    if (nextObservation.length > 0) {
      builder.nextObservation(exactly("nextObservation", nextObservation, observationSize), 0);
    }
    if (discreteActions != null) {
      builder.discreteActions(discreteActions, 0);
    } else {
      builder.continuousActions(continuousActions, 0);
    }
    optional(builder, count, actionSize);
    return builder.build();
  }

  private void optional(Columns.Builder builder, int count, int actionSize) {
    if (environmentActions != null) {
      builder.environmentActions(exactly("environmentActions", environmentActions, count * actionSize), 0);
    }
    if (logProbabilities != null) {
      builder.logProbabilities(exactly("logProbabilities", logProbabilities, count), 0);
    }
    if (values != null) {
      builder.values(exactly("values", values, count + 1), 0);
    }
    if (masks != null) {
      builder.masks(masks, 0, rowSize("masks", masks.length, count));
    }
    if ((recurrentBefore == null) != (recurrentAfter == null)) {
      throw new IllegalArgumentException("only one of recurrentBefore and recurrentAfter; expected both or neither");
    }
    if (recurrentBefore != null) {
      builder.recurrent(recurrentBefore, recurrentAfter);
    }
  }

  private static int rowSize(String column, int length, int count) {
    if (length == 0 || length % count != 0) {
      throw new IllegalArgumentException(column + " has " + length + " entries for " + count + " steps; expected a positive multiple");
    }
    return length / count;
  }

  private static float[] exactly(String column, float[] entries, int length) {
    if (entries.length != length) {
      throw new IllegalArgumentException(column + " has " + entries.length + " entries; expected " + length);
    }
    return entries;
  }

  private static float[] observations(Row row, String column) {
    if (row.get(column) instanceof ByteBuffer) {
      byte[] bytes = row.bytes(column);
      float[] values = new float[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        values[i] = bytes[i] & 0xFF;
      }
      return values;
    }
    return floats(row, column);
  }

  static float[] floats(Row row, String column) {
    List<Float> items = row.items(column);
    if (items == null) {
      return null;
    }
    float[] values = new float[items.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = items.get(i);
    }
    return values;
  }

  private static int[] ints(Row row, String column) {
    List<Integer> items = row.items(column);
    return items == null ? null : items.stream().mapToInt(item -> item).toArray();
  }
}
