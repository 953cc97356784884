// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

/// Broker or run is missing, perhaps only for now: waiting may help.
class NotThereException extends RunException {
  private static final long serialVersionUID = 1L;

  NotThereException(String message) {
    super(message);
  }

  NotThereException(String message, Throwable cause) {
    super(message, cause);
  }
}
