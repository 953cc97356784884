// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.nio.charset.StandardCharsets;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;

/// Steps, by hand.
final class StepsCodec extends DirectCodec<Steps, StepsCodec.Layout> {
  private static final Ending[] ENDINGS = Ending.values();
  private static final Purpose[] PURPOSES = Purpose.values();

  private final boolean pixels;

  record Layout(byte[] environment, boolean pixels) {}

  /// @param pixels whether observations are written as unsigned bytes where they are whole numbers 0 to 255
  StepsCodec(Framing framing, boolean pixels) {
    super("Steps", framing);
    this.pixels = pixels;
  }

  @Override
  Layout layout(Steps steps) {
    return new Layout(steps.first().environment().getBytes(StandardCharsets.UTF_8), pixels && ColumnsWire.arePixels(steps.columns()));
  }

  @Override
  long size(Steps steps, Layout layout) {
    return IdentityWire.size(steps.first(), layout.environment)
        + BinaryOutput.sizeOf(steps.policyVersion())
        + ColumnsWire.size(steps.columns(), layout.pixels)
        + 1 + 1 + Double.BYTES + 1 + 1
        + BinaryOutput.sizeOf(steps.firstActedMs())
        + BinaryOutput.sizeOf(steps.lastActedMs());
  }

  @Override
  void write(Steps steps, Layout layout, BinaryOutput out) {
    IdentityWire.write(steps.first(), layout.environment, out);
    out.number(steps.policyVersion());
    ColumnsWire.write(steps.columns(), layout.pixels, out);
    out.number(steps.ending().ordinal());
    out.bool(steps.cut());
    out.float64(steps.returnBefore());
    out.number(steps.purpose().ordinal());
    out.bool(steps.rewardPending());
    out.number(steps.firstActedMs());
    out.number(steps.lastActedMs());
  }

  @Override
  Steps read(BinaryInput in) {
    StepId first = IdentityWire.read(in);
    long policyVersion = in.int64();
    Columns columns = ColumnsWire.read(in);
    Ending ending = ENDINGS[in.choice(ENDINGS.length)];
    boolean cut = in.bool();
    double returnBefore = in.float64();
    Purpose purpose = PURPOSES[in.choice(PURPOSES.length)];
    boolean rewardPending = in.bool();
    return new Steps(first, policyVersion, columns, ending, cut, returnBefore, purpose, rewardPending, in.int64(), in.int64());
  }

  @Override
  Steps fromRow(Row row) {
    return new Steps(IdentityWire.read(row), row.int64("policyVersion"), RawColumns.of(row).build(), row.symbol("ending", Ending.class),
        row.bool("cut"), row.float64("returnBefore"), row.symbol("purpose", Purpose.class), row.bool("rewardPending"),
        row.int64("firstActedMs"), row.int64("lastActedMs"));
  }
}
