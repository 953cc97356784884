// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import org.apache.avro.Schema;

/// The two kinds of records of the spec topic, told apart by the fingerprint of the schema that wrote them.
final class SpecRecordCodec implements Codec<SpecRecord> {
  private final Framing framing;
  private final Codec<RunSpec> specs;
  private final Codec<SettingsRevision> revisions;

  SpecRecordCodec(Framing framing) {
    this.framing = framing;
    specs = new GenericCodec<>("RunSpec", framing, SpecRows.RUN_SPEC);
    revisions = new GenericCodec<>("SettingsRevision", framing, SpecRows.REVISION);
  }

  @Override
  public byte[] encode(SpecRecord record) {
    return switch (record) {
      case RunSpec spec -> specs.encode(spec);
      case SettingsRevision revision -> revisions.encode(revision);
    };
  }

  @Override
  public SpecRecord decode(byte[] bytes) {
    if (bytes == null) {
      throw CodecException.malformed("no value; expected a RunSpec or a SettingsRevision", null);
    }
    Schema writer = SchemaHistory.find(framing.fingerprint(bytes));
    return writer != null && writer.getName().equals("SettingsRevision") ? revisions.decode(bytes) : specs.decode(bytes);
  }
}
