// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

/// Another process has taken this part's place; the later one wins and this one ends with exit status 3.
public final class TakenOverException extends RunException {
  private static final long serialVersionUID = 1L;

  public TakenOverException(String message, Throwable cause) {
    super(message, cause);
  }
}
