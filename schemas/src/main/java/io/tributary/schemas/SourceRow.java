// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import io.tributary.rl.experience.Source;

/// A source as a row.
final class SourceRow {
  private SourceRow() {}

  static void fill(Row row, Source source) {
    row.put("partition", source.partition())
        .put("offset", source.offset())
        .put("firstIndex", source.firstIndex())
        .put("count", source.count());
  }

  static Source read(Row row) {
    return new Source(row.int32("partition"), row.int64("offset"), row.int64("firstIndex"), row.int32("count"));
  }
}
