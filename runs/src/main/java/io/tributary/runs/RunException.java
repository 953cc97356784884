// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

/// A failure the user can act on. The message stands alone: place, what was got, what was expected, what happens now.
public class RunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunException(String message) {
    super(message);
  }

  public RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
