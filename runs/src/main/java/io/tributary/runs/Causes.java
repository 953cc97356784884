// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

/// The reason behind nested exceptions.
public final class Causes {
  private static final int DEEPEST = 20;

  private Causes() {}

  /// Message of the innermost cause, or its class where it has none.
  public static String deepest(Throwable throwable) {
    Throwable cause = throwable;
    for (int i = 0; i < DEEPEST && cause.getCause() != null; i++) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
