// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson;

import java.util.List;

import io.tributary.lesson.picture.Picture;

/// What a claim's run found.
///
/// @param tables the figures
/// @param picture the same to look at
/// @param checks what the claim says of the figures; it holds if all of them do
public record Result(List<Table> tables, Picture picture, List<Check> checks) {
  public Result {
    tables = List.copyOf(tables);
    checks = List.copyOf(checks);
    if (tables.isEmpty() || checks.isEmpty()) {
      throw new IllegalArgumentException("a claim's result has " + tables.size() + " tables and " + checks.size() + " checks; expected some of both");
    }
  }

  public boolean holds() {
    return checks.stream().allMatch(Check::holds);
  }
}
