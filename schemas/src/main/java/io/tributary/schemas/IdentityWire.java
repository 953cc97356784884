// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import io.tributary.rl.experience.StepId;

/// The four columns that name a step: environment, session, episode, index.
final class IdentityWire {
  private IdentityWire() {}

  /// @param environment the environment id in UTF-8
  static long size(StepId step, byte[] environment) {
    return BinaryOutput.sizeOf(environment)
        + BinaryOutput.sizeOf(step.session())
        + BinaryOutput.sizeOf(step.episode())
        + BinaryOutput.sizeOf(step.index());
  }

  static void write(StepId step, byte[] environment, BinaryOutput out) {
    out.string(environment);
    out.number(step.session());
    out.number(step.episode());
    out.number(step.index());
  }

  static StepId read(BinaryInput in) {
    return new StepId(in.string(), in.int64(), in.int64(), in.int64());
  }

  static StepId read(Row row) {
    return new StepId(row.text("environment"), row.int64("session"), row.int64("episode"), row.int64("index"));
  }

  static void fill(Row row, StepId step) {
    row.put("environment", step.environment())
        .put("session", step.session())
        .put("episode", step.episode())
        .put("index", step.index());
  }
}
