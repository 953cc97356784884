// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.look;

import java.util.regex.Pattern;

/// Words of others, on their way to a terminal.
public final class Printable {
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

  private Printable() {}

  /// The same without anything that would move the cursor, end the line or turn the writing round.
  public static String of(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("?");
  }
}
