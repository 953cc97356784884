// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import io.tributary.runs.RunException;

/// An update that must not be published: a number in it is not finite.
public final class UnfitUpdateException extends RunException {
  private static final long serialVersionUID = 1L;

  UnfitUpdateException(long version, String what, Throwable cause) {
    super("version " + version + ": " + what + "; expected finite numbers; it is not published, the trainer stops and version " + (version - 1)
        + " stays the newest", cause);
  }
}
