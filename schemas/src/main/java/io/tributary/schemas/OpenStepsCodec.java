// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// The slots of the topology's store, by hand.
final class OpenStepsCodec extends DirectCodec<OpenSteps, Void> {
  OpenStepsCodec(Framing framing) {
    super("OpenSteps", framing);
  }

  @Override
  Void layout(OpenSteps open) {
    return null;
  }

  @Override
  long size(OpenSteps open, Void layout) {
    return BinaryOutput.sizeOf(open.partition())
        + BinaryOutput.sizeOf(open.offset())
        + BinaryOutput.sizeOf(open.recordMs())
        + BinaryOutput.sizeOf(open.original());
  }

  @Override
  void write(OpenSteps open, Void layout, BinaryOutput out) {
    out.number(open.partition());
    out.number(open.offset());
    out.number(open.recordMs());
    out.string(open.original());
  }

  @Override
  OpenSteps read(BinaryInput in) {
    return new OpenSteps(in.int32(), in.int64(), in.int64(), in.bytes());
  }

  @Override
  OpenSteps fromRow(Row row) {
    return new OpenSteps(row.int32("partition"), row.int64("offset"), row.int64("recordMs"), row.bytes("original"));
  }
}
