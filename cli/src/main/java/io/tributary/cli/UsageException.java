// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

/// What was typed cannot be meant: exit status 2. The message stands alone: place, what was got, what was expected.
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
