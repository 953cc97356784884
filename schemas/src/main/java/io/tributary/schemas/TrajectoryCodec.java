// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Targets;
import io.tributary.rl.experience.Trajectory;

/// Trajectories, by hand.
final class TrajectoryCodec extends DirectCodec<Trajectory, TrajectoryCodec.Layout> {
  private static final Ending[] ENDINGS = Ending.values();
  private static final int LEAST_SOURCE_BYTES = 4;

  private final boolean pixels;

  record Layout(byte[] environment, boolean pixels) {}

  /// @param pixels whether observations are written as unsigned bytes where they are whole numbers 0 to 255
  TrajectoryCodec(Framing framing, boolean pixels) {
    super("Trajectory", framing);
    this.pixels = pixels;
  }

  @Override
  Layout layout(Trajectory trajectory) {
    return new Layout(trajectory.first().environment().getBytes(StandardCharsets.UTF_8), pixels && ColumnsWire.arePixels(trajectory.columns()));
  }

  @Override
  long size(Trajectory trajectory, Layout layout) {
    return IdentityWire.size(trajectory.first(), layout.environment)
        + ColumnsWire.size(trajectory.columns(), layout.pixels)
        + BinaryOutput.sizeOf(trajectory.targets().rewardsToGo())
        + ColumnsWire.optional(trajectory.targets().advantages())
        + 2 * Double.BYTES + 1 + 1
        + BinaryOutput.sizeOf(trajectory.lowestVersion())
        + BinaryOutput.sizeOf(trajectory.highestVersion())
        + 1 + Double.BYTES
        + size(trajectory.sources());
  }

  private static long size(List<Source> sources) {
    long size = sources.isEmpty() ? 1 : BinaryOutput.sizeOf(sources.size()) + 1;
    for (Source source : sources) {
      size += BinaryOutput.sizeOf(source.partition())
          + BinaryOutput.sizeOf(source.offset())
          + BinaryOutput.sizeOf(source.firstIndex())
          + BinaryOutput.sizeOf(source.count());
    }
    return size;
  }

  @Override
  void write(Trajectory trajectory, Layout layout, BinaryOutput out) {
    IdentityWire.write(trajectory.first(), layout.environment, out);
    ColumnsWire.write(trajectory.columns(), layout.pixels, out);
    out.floats(trajectory.targets().rewardsToGo());
    ColumnsWire.writeOptional(trajectory.targets().advantages(), out);
    out.float64(trajectory.gamma());
    out.float64(trajectory.lambda());
    out.number(trajectory.ending().ordinal());
    out.bool(trajectory.cut());
    out.number(trajectory.lowestVersion());
    out.number(trajectory.highestVersion());
    out.bool(trajectory.completeEpisode());
    out.float64(trajectory.returnBefore());
    write(trajectory.sources(), out);
  }

  private static void write(List<Source> sources, BinaryOutput out) {
    if (!sources.isEmpty()) {
      out.number(sources.size());
    }
    for (Source source : sources) {
      out.number(source.partition());
      out.number(source.offset());
      out.number(source.firstIndex());
      out.number(source.count());
    }
    out.number(0);
  }

  @Override
  Trajectory read(BinaryInput in) {
    StepId first = IdentityWire.read(in);
    Columns columns = ColumnsWire.read(in);
    Targets targets = new Targets(in.floats(), ColumnsWire.readOptional(in));
    double gamma = in.float64();
    double lambda = in.float64();
    Ending ending = ENDINGS[in.choice(ENDINGS.length)];
    return new Trajectory(first, columns, targets, gamma, lambda, ending, in.bool(), in.int64(), in.int64(), in.bool(), in.float64(),
        readSources(in));
  }

  private static List<Source> readSources(BinaryInput in) {
    List<Source> sources = new ArrayList<>(4);
    for (int items = in.block(LEAST_SOURCE_BYTES); items != 0; items = in.block(LEAST_SOURCE_BYTES)) {
      for (int i = 0; i < items; i++) {
        sources.add(new Source(in.int32(), in.int64(), in.int64(), in.int32()));
      }
      in.endBlock();
    }
    return sources;
  }

  @Override
  Trajectory fromRow(Row row) {
    Targets targets = new Targets(RawColumns.floats(row, "rewardsToGo"), RawColumns.floats(row, "advantages"));
    return new Trajectory(IdentityWire.read(row), RawColumns.of(row).build(), targets, row.float64("gamma"), row.float64("lambda"),
        row.symbol("ending", Ending.class), row.bool("cut"), row.int64("lowestVersion"), row.int64("highestVersion"),
        row.bool("completeEpisode"), row.float64("returnBefore"), row.rows("sources", SourceRow::read));
  }
}
