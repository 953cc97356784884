// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

/// The cluster does not know this user, or does not let it do what it must; waiting does not help.
public final class NotAllowedException extends RunException {
  private static final long serialVersionUID = 1L;

  NotAllowedException(String message, Throwable cause) {
    super(message, cause);
  }
}
