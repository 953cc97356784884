// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import io.tributary.rl.experience.Purpose;

/// The header rows of the topology's store, by hand: one is read and written for every steps record.
final class OpenEnvironmentCodec extends DirectCodec<OpenEnvironment, Void> {
  private static final Purpose[] PURPOSES = Purpose.values();

  OpenEnvironmentCodec(Framing framing) {
    super("OpenEnvironment", framing);
  }

  @Override
  Void layout(OpenEnvironment open) {
    return null;
  }

  @Override
  long size(OpenEnvironment open, Void layout) {
    return BinaryOutput.sizeOf(open.session())
        + BinaryOutput.sizeOf(open.episode())
        + BinaryOutput.sizeOf(open.nextIndex())
        + 1 + 1 + 1
        + Double.BYTES
        + BinaryOutput.sizeOf(open.openRecords())
        + BinaryOutput.sizeOf(open.openSteps())
        + BinaryOutput.sizeOf(open.openBytes())
        + Double.BYTES
        + BinaryOutput.sizeOf(open.slots())
        + BinaryOutput.sizeOf(open.acceptedMs())
        + BinaryOutput.sizeOf(open.acceptedOffset())
        + BinaryOutput.sizeOf(open.heardMs())
        + (long) BinaryOutput.sizeOf(open.heardOffset());
  }

  @Override
  void write(OpenEnvironment open, Void layout, BinaryOutput out) {
    out.number(open.session());
    out.number(open.episode());
    out.number(open.nextIndex());
    out.bool(open.ended());
    out.bool(open.broken());
    out.number(open.purpose().ordinal());
    out.float64(open.returnSoFar());
    out.number(open.openRecords());
    out.number(open.openSteps());
    out.number(open.openBytes());
    out.float64(open.openReturnBefore());
    out.number(open.slots());
    out.number(open.acceptedMs());
    out.number(open.acceptedOffset());
    out.number(open.heardMs());
    out.number(open.heardOffset());
  }

  @Override
  OpenEnvironment read(BinaryInput in) {
    return new OpenEnvironment(in.int64(), in.int64(), in.int64(), in.bool(), in.bool(), PURPOSES[in.choice(PURPOSES.length)],
        in.float64(), in.int32(), in.int32(), in.int64(), in.float64(), in.int32(), in.int64(), in.int64(), in.int64(), in.int64());
  }

  @Override
  OpenEnvironment fromRow(Row row) {
    return new OpenEnvironment(row.int64("session"), row.int64("episode"), row.int64("nextIndex"), row.bool("ended"), row.bool("broken"),
        row.symbol("purpose", Purpose.class), row.float64("returnSoFar"), row.int32("openRecords"), row.int32("openSteps"),
        row.int64("openBytes"), row.float64("openReturnBefore"), row.int32("slots"), row.int64("acceptedMs"), row.int64("acceptedOffset"),
        row.int64("heardMs"), row.int64("heardOffset"));
  }
}
