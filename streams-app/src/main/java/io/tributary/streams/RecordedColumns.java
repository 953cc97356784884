// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import io.tributary.rl.experience.Columns;

/// Which optional columns a record has. Those counted here cannot be made up afterwards, so a segment's records must agree on them; masks and
/// environment actions can (all allowed; equal to the action) and need not.
final class RecordedColumns {
  private static final int LOG_PROBABILITIES = 1;
  private static final int VALUES = 2;
  private static final int RECURRENT = 4;

  private RecordedColumns() {}

  static int of(Columns columns) {
    return (columns.logProbabilities() != null ? LOG_PROBABILITIES : 0)
        | (columns.values() != null ? VALUES : 0)
        | (columns.recurrentBefore() != null ? RECURRENT : 0);
  }

  static String names(int columns) {
    return columns == 0
        ? "neither log-probabilities nor values"
        : ((columns & LOG_PROBABILITIES) != 0 ? "log-probabilities " : "") + ((columns & VALUES) != 0 ? "values " : "")
            + ((columns & RECURRENT) != 0 ? "recurrent state" : "");
  }
}
