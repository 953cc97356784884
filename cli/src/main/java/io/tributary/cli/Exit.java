// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

/// What a command's exit status says.
public final class Exit {
  /// Done.
  public static final int DONE = 0;
  /// Failed, and said why.
  public static final int FAILED = 1;
  /// What was typed cannot be meant.
  public static final int USAGE = 2;
  /// Another process has taken this one's place.
  public static final int TAKEN_OVER = 3;

  private Exit() {}
}
