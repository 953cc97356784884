// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.regex.Pattern;

/// The topics of one run and every name derived from it.
public final class Topics {
  private static final Pattern RUN = Pattern.compile("[a-z0-9-]{1,60}");

  private Topics() {}

  /// @throws IllegalArgumentException for a name that is not `[a-z0-9-]{1,60}`
  public static String requireRunName(String run) {
    if (run == null || !RUN.matcher(run).matches()) {
      throw new IllegalArgumentException("run is '" + run + "'; expected 1 to 60 of a-z, 0-9 and -");
    }
    return run;
  }
}
