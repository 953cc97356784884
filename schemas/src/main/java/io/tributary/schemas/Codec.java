// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// Turns records into bytes and back; the wire format's only seam, so that a registry's framing can be added.
///
/// **Guarantees.** Stateless and safe to share between threads. Decoding is total: whatever the bytes, it returns a record or throws
/// {@link CodecException}, having allocated no more than a small multiple of the bytes that were there.
public interface Codec<T> {

  /// The record as bytes.
  byte[] encode(T record);

  /// The record the bytes hold.
  ///
  /// @throws CodecException if they hold none
  T decode(byte[] bytes);
}
