// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;

/// Lets `System.err` write to the real stderr, which the start script keeps at another file descriptor.
///
/// The script filters a line of the JVM out of its stderr, through a pipe. Written to directly, our own lines keep their order with
/// those of stdout, and are out before the process ends. Opening `/dev/fd/3` would not do: where stderr is a file, that makes a second
/// position in it, and lines overwrite one another.
final class DirectStderr {
  private DirectStderr() {}

  /// To be called first in `main`. Without the start script nothing changes; if the descriptor cannot be had, the pipe stays, which
  /// passes everything on.
  static void take() {
    Integer number = Integer.getInteger("tributary.stderr");
    if (number == null) {
      return;
    }
    try {
      FileDescriptor descriptor = new FileDescriptor();
      Field field = FileDescriptor.class.getDeclaredField("fd"); // the script opens java.io to us
      field.setAccessible(true);
      field.setInt(descriptor, number);
      System.setErr(new PrintStream(new FileOutputStream(descriptor), true, System.err.charset()));
    } catch (ReflectiveOperationException | RuntimeException e) {
      System.getLogger(DirectStderr.class.getName())
          .log(System.Logger.Level.DEBUG, "file descriptor " + number + " cannot be used; stderr stays a pipe", e);
    }
  }
}
