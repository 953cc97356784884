// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.ArrayList;
import java.util.List;

import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/// What a schema must keep to, so that whoever reads or writes one of its versions understands all others: each version can be read by each, and
/// today's is the newest of the history.
final class EvolutionRule {
  private EvolutionRule() {}

  /// What is wrong with a record's schemas; empty where nothing is.
  ///
  /// @param history every version ever written, oldest first
  /// @param current today's
  static List<String> violations(List<Schema> history, Schema current) {
    List<String> violations = new ArrayList<>();
    if (history.isEmpty() || SchemaHistory.fingerprint(history.getLast()) != SchemaHistory.fingerprint(current)) {
      violations.add(current.getName() + ".avsc is not the newest of its history: copy it to history/" + current.getName() + "-" + (history.size() + 1)
          + ".avsc and write its golden bytes");
    }
    List<Schema> all = new ArrayList<>(history);
    all.add(current);
    for (Schema reader : all) {
      for (Schema writer : all) {
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult().getIncompatibilities()
            .forEach(incompatibility -> violations.add(incompatibility.getType() + " at " + incompatibility.getLocation() + ": "
                + incompatibility.getMessage()));
      }
    }
    return violations.stream().distinct().toList();
  }
}
