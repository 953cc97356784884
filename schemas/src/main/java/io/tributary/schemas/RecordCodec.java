// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/// What all codecs share: the header, the choice between today's schema and an older one, and total decoding.
abstract class RecordCodec<T> implements Codec<T> {
  private final Framing framing;
  private final Schema own;
  private final long fingerprint;
  private final ConcurrentMap<Long, GenericDatumReader<GenericRecord>> readers = new ConcurrentHashMap<>();

  /// @param record name of the record, without namespace
  RecordCodec(String record, Framing framing) {
    this.framing = framing;
    own = SchemaHistory.current(record);
    fingerprint = SchemaHistory.fingerprint(own);
  }

  final Schema own() {
    return own;
  }

  final Framing framing() {
    return framing;
  }

  /// Writes today's header at the front of `target`.
  final void writeHeader(byte[] target) {
    framing.writeHeader(target, fingerprint);
  }

  /// Reads a record that today's schema wrote; `in` stands behind the header.
  abstract T readOwn(byte[] bytes, BinaryInput in);

  /// Maps a record that Avro resolved to today's schema.
  abstract T fromRow(Row row);

  @Override
  public final T decode(byte[] bytes) {
    if (bytes == null) {
      throw CodecException.malformed(own.getName() + ": no value; expected bytes", null);
    }
    long writer = framing.fingerprint(bytes);
    try {
      return writer == fingerprint ? readOwn(bytes, new BinaryInput(bytes, framing.headerBytes())) : resolve(bytes, writer);
    } catch (CodecException e) {
      throw e.isUnknownSchema() ? e : CodecException.malformed(own.getName() + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw CodecException.malformed(own.getName() + ": " + e.getMessage(), e);
    }
  }

  private T resolve(byte[] bytes, long writer) {
    Schema schema = SchemaHistory.find(writer);
    if (schema == null) {
      throw CodecException.unknownSchema(String.format(
          "fingerprint %016x is no schema this version knows; expected one of %s; upgrade the reader first", writer, own.getName()));
    }
    if (!schema.getFullName().equals(own.getFullName())) {
      throw CodecException.malformed("holds a record " + schema.getName() + "; expected " + own.getName(), null);
    }
    return fromRow(read(bytes, writer, schema));
  }

  /// Reads a record that `schema` wrote, as a row of today's schema.
  final Row read(byte[] bytes, long writer, Schema schema) {
    int from = framing.headerBytes();
    WellFormed.require(schema, new BinaryInput(bytes, from));
    GenericDatumReader<GenericRecord> reader = readers.computeIfAbsent(writer, any -> new GenericDatumReader<>(schema, own));
    try {
      return new Row(reader.read(null, DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null)));
    } catch (IOException e) {
      throw CodecException.malformed("the record ends too early; expected all its fields", e);
    }
  }

  final Row readOwnRow(byte[] bytes) {
    return read(bytes, fingerprint, own);
  }
}
