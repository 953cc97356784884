// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Avro's single-object encoding: `C3 01`, then the fingerprint, little-endian (Avro specification 1.12, "Single-object encoding").
final class SingleObject implements Framing {
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte MARKER = (byte) 0xC3;
  private static final byte FORMAT = 0x01;
  private static final int FINGERPRINT_AT = 2;

  @Override
  public int headerBytes() {
    return FINGERPRINT_AT + Long.BYTES;
  }

  @Override
  public void writeHeader(byte[] target, long fingerprint) {
    target[0] = MARKER;
    target[1] = FORMAT;
    LONG.set(target, FINGERPRINT_AT, fingerprint);
  }

  @Override
  public long fingerprint(byte[] bytes) {
    if (bytes.length < headerBytes()) {
      throw CodecException.malformed(bytes.length + " bytes; expected at least the " + headerBytes() + " of a single-object header", null);
    }
    if (bytes[0] != MARKER || bytes[1] != FORMAT) {
      throw CodecException.malformed(String.format("starts with %02X %02X; expected C3 01 (Avro single-object encoding)", bytes[0], bytes[1]), null);
    }
    return (long) LONG.get(bytes, FINGERPRINT_AT);
  }
}
