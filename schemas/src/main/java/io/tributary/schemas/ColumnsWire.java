// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import io.tributary.rl.experience.Columns;

/// The columns that {@link StepsCodec} and {@link TrajectoryCodec} share, in the order of both schemas.
final class ColumnsWire {
  private static final int LEAST_PIXEL = 0;
  private static final int MOST_PIXEL = 255;

  private ColumnsWire() {}

  /// Whether these observations can travel as unsigned bytes without losing a bit.
  static boolean arePixels(Columns columns) {
    return arePixels(columns.observations()) && arePixels(columns.nextObservation());
  }

  private static boolean arePixels(float[] values) {
    for (float value : values) {
      int whole = (int) value;
      if (whole < LEAST_PIXEL || whole > MOST_PIXEL || Float.floatToRawIntBits(whole) != Float.floatToRawIntBits(value)) {
        return false;
      }
    }
    return true;
  }

  /// @param pixels whether observations travel as unsigned bytes
  static long size(Columns columns, boolean pixels) {
    return observations(columns.observations(), pixels)
        + observations(columns.nextObservation(), pixels)
        + (columns.discreteActions() == null ? 1 : 1 + BinaryOutput.sizeOf(columns.discreteActions()))
        + optional(columns.continuousActions())
        + optional(columns.environmentActions())
        + optional(columns.logProbabilities())
        + optional(columns.values())
        + BinaryOutput.sizeOf(columns.rewards())
        + (columns.masks() == null ? 1 : 1 + BinaryOutput.sizeOf(columns.masks()))
        + optional(columns.recurrentBefore())
        + optional(columns.recurrentAfter());
  }

  /// Bytes of a union of null and an array of floats.
  static long optional(float[] values) {
    return values == null ? 1 : 1 + BinaryOutput.sizeOf(values);
  }

  private static long observations(float[] values, boolean pixels) {
    return 1 + (pixels ? BinaryOutput.sizeOf(values.length) + (long) values.length : BinaryOutput.sizeOf(values));
  }

  static void write(Columns columns, boolean pixels, BinaryOutput out) {
    writeObservations(columns.observations(), pixels, out);
    writeObservations(columns.nextObservation(), pixels, out);
    out.number(columns.discreteActions() == null ? 0 : 1);
    if (columns.discreteActions() != null) {
      out.ints(columns.discreteActions());
    }
    writeOptional(columns.continuousActions(), out);
    writeOptional(columns.environmentActions(), out);
    writeOptional(columns.logProbabilities(), out);
    writeOptional(columns.values(), out);
    out.floats(columns.rewards());
    out.number(columns.masks() == null ? 0 : 1);
    if (columns.masks() != null) {
      out.string(columns.masks());
    }
    writeOptional(columns.recurrentBefore(), out);
    writeOptional(columns.recurrentAfter(), out);
  }

  private static void writeObservations(float[] values, boolean pixels, BinaryOutput out) {
    out.number(pixels ? 1 : 0);
    if (pixels) {
      out.pixels(values);
    } else {
      out.floats(values);
    }
  }

  static void writeOptional(float[] values, BinaryOutput out) {
    out.number(values == null ? 0 : 1);
    if (values != null) {
      out.floats(values);
    }
  }

  static Columns read(BinaryInput in) {
    RawColumns raw = new RawColumns();
    raw.observations = readObservations(in);
    raw.nextObservation = readObservations(in);
    raw.discreteActions = in.present() ? in.ints() : null;
    raw.continuousActions = readOptional(in);
    raw.environmentActions = readOptional(in);
    raw.logProbabilities = readOptional(in);
    raw.values = readOptional(in);
    raw.rewards = in.floats();
    raw.masks = in.present() ? in.bytes() : null;
    raw.recurrentBefore = readOptional(in);
    raw.recurrentAfter = readOptional(in);
    return raw.build();
  }

  private static float[] readObservations(BinaryInput in) {
    return in.choice(2) == 0 ? in.floats() : in.pixels();
  }

  static float[] readOptional(BinaryInput in) {
    return in.present() ? in.floats() : null;
  }
}
