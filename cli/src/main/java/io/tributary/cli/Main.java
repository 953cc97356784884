// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

/// The `tributary` command.
public final class Main {
  private Main() {}

  /// @param arguments the command and its options
  public static void main(String[] arguments) {
    DirectStderr.take();
    System.err.println("usage: tributary <command>; no command is built in yet");
    System.exit(2);
  }
}
