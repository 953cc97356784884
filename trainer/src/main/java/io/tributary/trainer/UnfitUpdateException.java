// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import io.tributary.runs.RunException;

/// An update that must not be published: a number in it is not finite.
public final class UnfitUpdateException extends RunException {
  private static final long serialVersionUID = 1L;

  UnfitUpdateException(long version, String what, Throwable cause) {
    super("version " + version + ": " + what + "; expected finite numbers; that update is not published", cause);
  }

  private UnfitUpdateException(String message, UnfitUpdateException last) {
    super(message, last);
  }

  /// The same as the reason to stop.
  UnfitUpdateException afterSoMany(int batches, long newest) {
    return new UnfitUpdateException(getMessage() + "; it is the same with " + batches + " batches in a row, so the policy has diverged; expected a smaller "
        + "learner.learningRate or learner.maxGradNorm to prevent that; the trainer stops and version " + newest + " stays the newest", this);
  }
}
