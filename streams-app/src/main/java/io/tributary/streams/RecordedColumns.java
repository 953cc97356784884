// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.ArrayList;
import java.util.List;

import io.tributary.rl.experience.Columns;

/// Which optional columns a record has. Those named here cannot be made up afterwards, so a segment's records must agree on them; masks and
/// environment actions can (all allowed; equal to the action) and need not.
///
/// @param logProbabilities whether it has any
/// @param values whether it has any
/// @param recurrentSize floats of the recurrent state; {@link #NONE} where there is none, which is not the same as a state of 0 floats
record RecordedColumns(boolean logProbabilities, boolean values, int recurrentSize) {
  static final int NONE = -1;

  static RecordedColumns of(Columns columns) {
    return new RecordedColumns(columns.logProbabilities() != null, columns.values() != null,
        columns.recurrentBefore() == null ? NONE : columns.recurrentBefore().length);
  }

  @Override
  public String toString() {
    List<String> names = new ArrayList<>(3);
    if (logProbabilities) {
      names.add("log-probabilities");
    }
    if (values) {
      names.add("values");
    }
    if (recurrentSize != NONE) {
      names.add("a recurrent state of " + recurrentSize + " floats");
    }
    return names.isEmpty() ? "neither log-probabilities nor values nor a recurrent state" : String.join(", ", names);
  }
}
