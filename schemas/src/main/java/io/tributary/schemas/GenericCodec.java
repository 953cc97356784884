// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/// Codec of a record that is not on the hot path, by way of Avro's generic records.
final class GenericCodec<T> extends RecordCodec<T> {
  private final Mapping<T> mapping;
  private final GenericDatumWriter<GenericRecord> writer;

  /// How a record becomes a row and comes back.
  interface Mapping<T> {

    /// Fills every column of an empty row.
    void fill(Row row, T record);

    /// The record a row holds.
    ///
    /// @throws RuntimeException whatever the record's own checks throw; it means that the bytes are malformed
    T read(Row row);
  }

  GenericCodec(String record, Framing framing, Mapping<T> mapping) {
    super(record, framing);
    this.mapping = mapping;
    writer = new GenericDatumWriter<>(own());
  }

  @Override
  public byte[] encode(T record) {
    Row row = new Row(own());
    mapping.fill(row, record);
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    out.writeBytes(new byte[framing().headerBytes()]);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      writer.write(row.record(), encoder);
      encoder.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory does not fail to be written", impossible);
    }
    byte[] bytes = out.toByteArray();
    writeHeader(bytes);
    return bytes;
  }

  @Override
  T readOwn(byte[] bytes, BinaryInput in) {
    return fromRow(readOwnRow(bytes));
  }

  @Override
  T fromRow(Row row) {
    return mapping.read(row);
  }
}
