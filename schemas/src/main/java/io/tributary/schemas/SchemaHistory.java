// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/// Every schema ever written, bundled: `schemas/<Record>.avsc` is today's, `schemas/history/<Record>-<n>.avsc` all of them, from 1.
///
/// Fingerprints are CRC-64-AVRO of the parsing canonical form, which leaves out documentation and defaults: wording may change freely.
final class SchemaHistory {
  /// The records of every topic, then the rows of the topology's stores.
  static final List<String> RECORDS = List.of(
      "Steps",
      "Outcome",
      "Trajectory",
      "RejectedStep",
      "Episode",
      "PolicySnapshot",
      "Checkpoint",
      "RunSpec",
      "SettingsRevision",
      "VersionMetrics",
      "OpenEnvironment",
      "OpenSteps");

  private static final Map<String, Schema> CURRENT = new HashMap<>();
  private static final Map<Long, Schema> BY_FINGERPRINT = new HashMap<>();

  static {
    for (String record : RECORDS) {
      CURRENT.put(record, require(record + ".avsc"));
      for (Schema version : versions(record)) {
        BY_FINGERPRINT.put(fingerprint(version), version);
      }
    }
  }

  private SchemaHistory() {}

  /// Today's schema of a record.
  static Schema current(String record) {
    return CURRENT.get(record);
  }

  /// The schema with this fingerprint; null if no version of Tributary up to this one wrote it.
  static Schema find(long fingerprint) {
    return BY_FINGERPRINT.get(fingerprint);
  }

  /// Every schema of a record, oldest first.
  static List<Schema> versions(String record) {
    List<Schema> versions = new ArrayList<>();
    for (int n = 1;; n++) {
      Schema version = load("history/" + record + "-" + n + ".avsc");
      if (version == null) {
        return versions;
      }
      versions.add(version);
    }
  }

  static long fingerprint(Schema schema) {
    return SchemaNormalization.parsingFingerprint64(schema);
  }

  private static Schema require(String file) {
    Schema schema = load(file);
    if (schema == null) {
      throw new IllegalStateException("schemas/" + file + " is not on the class path; the jar is incomplete");
    }
    return schema;
  }

  private static Schema load(String file) {
    try (InputStream in = SchemaHistory.class.getResourceAsStream("/schemas/" + file)) {
      return in == null ? null : new Schema.Parser().parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read schemas/" + file + " from the class path", e);
    }
  }
}
