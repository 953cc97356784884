// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Tribuo tells `java.util.logging` about every fit at INFO, which lands on stderr by default: once per update is too much. Warnings still come.
public final class QuietLogs {
  // The logging framework forgets the level of a logger that nobody holds.
  private static final List<Logger> HELD = List.of(Logger.getLogger("org.tribuo"), Logger.getLogger("com.oracle.labs.mlrg.olcut"));

  static {
    for (Logger logger : HELD) {
      if (logger.getLevel() == null) {
        logger.setLevel(Level.WARNING);
      }
    }
  }

  private QuietLogs() {}

  /// Sets both libraries to WARNING, once, unless somebody chose a level.
  public static void ensure() {
    // The work is done when the class is loaded.
  }
}
