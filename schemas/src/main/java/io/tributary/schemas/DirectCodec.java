// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// Codec of a record on the hot path: written and read by hand, without boxing, into an array of exactly the right size. The bytes are
/// those Avro itself would write.
///
/// @param <L> what is worked out once before writing: sizes, encoded strings
abstract class DirectCodec<T, L> extends RecordCodec<T> {
  DirectCodec(String record, Framing framing) {
    super(record, framing);
  }

  /// Works out what both size and bytes depend on.
  abstract L layout(T record);

  /// Encoded bytes without header.
  abstract long size(T record, L layout);

  abstract void write(T record, L layout, BinaryOutput out);

  abstract T read(BinaryInput in);

  /// Encoded bytes with header.
  final long size(T record) {
    return framing().headerBytes() + size(record, layout(record));
  }

  @Override
  public final byte[] encode(T record) {
    L layout = layout(record);
    byte[] bytes = new byte[Math.toIntExact(framing().headerBytes() + size(record, layout))];
    writeHeader(bytes);
    BinaryOutput out = new BinaryOutput(bytes, framing().headerBytes());
    write(record, layout, out);
    if (out.position() != bytes.length) {
      throw new IllegalStateException(own().getName() + " took " + out.position() + " bytes; expected " + bytes.length);
    }
    return bytes;
  }

  @Override
  final T readOwn(byte[] bytes, BinaryInput in) {
    T record = read(in);
    in.end();
    return record;
  }
}
