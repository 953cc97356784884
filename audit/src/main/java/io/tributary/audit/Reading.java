// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import io.tributary.runs.Read;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.Topic;

/// Reads and decodes; what cannot be decoded is a finding.
final class Reading {
  private final RunLog log;
  private final Findings findings;

  Reading(RunLog log, Findings findings) {
    this.log = log;
    this.findings = findings;
  }

  /// Takes what was read.
  interface Reader<K, V> {
    void take(Place place, K key, V value);
  }

  /// Every record below `end`. A record without value is one that cannot be decoded.
  <K, V> void records(Topic<K, V> topic, int partition, long end, Reader<K, V> reader) {
    log.read(topic, partition, end, read -> decode(topic, read, false, reader));
  }

  /// Every row below `end`; the value of a deleted one is null.
  <K, V> void rows(Topic<K, V> topic, int partition, long end, Reader<K, V> reader) {
    log.read(topic, partition, end, read -> decode(topic, read, true, reader));
  }

  private <K, V> void decode(Topic<K, V> topic, Read<byte[], byte[]> read, boolean tombstones, Reader<K, V> reader) {
    Place place = new Place(topic.name(), read.partition(), read.offset());
    K key;
    V value;
    try {
      key = read.key() == null ? null : topic.key().decode(read.key());
      value = read.value() == null && tombstones ? null : topic.value().decode(read.value());
    } catch (CodecException undecodable) {
      findings.add(FindingKind.RECORD_UNDECODABLE, place, undecodable.getMessage());
      return;
    }
    reader.take(place, key, value);
  }
}
