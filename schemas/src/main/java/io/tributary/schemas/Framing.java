// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// How a record's bytes say which schema wrote them: the seam for a registry's framing beside {@link SingleObject}.
///
/// A framing that numbers schemas keeps its own table from number to fingerprint; codecs only know fingerprints.
interface Framing {

  /// Bytes in front of every record.
  int headerBytes();

  /// Writes the header at the front of `target`.
  ///
  /// @param fingerprint CRC-64-AVRO of the schema the record is written with
  void writeHeader(byte[] target, long fingerprint);

  /// Fingerprint of the schema that wrote `bytes`.
  ///
  /// @throws CodecException if there is no header of this framing
  long fingerprint(byte[] bytes);
}
