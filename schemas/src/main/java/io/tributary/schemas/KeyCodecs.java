// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Keys of records; they carry no header.
final class KeyCodecs {
  static final Codec<String> UTF8 = new Codec<>() {
    @Override
    public byte[] encode(String key) {
      return key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decode(byte[] bytes) {
      if (bytes == null) {
        throw CodecException.malformed("no key; expected UTF-8", null);
      }
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw CodecException.malformed("key of " + bytes.length + " bytes is not UTF-8", e);
      }
    }
  };

  static final Codec<Long> BIG_ENDIAN_LONG = new Codec<>() {
    @Override
    public byte[] encode(Long key) {
      return ByteBuffer.allocate(Long.BYTES).putLong(key).array();
    }

    @Override
    public Long decode(byte[] bytes) {
      if (bytes == null || bytes.length != Long.BYTES) {
        throw CodecException.malformed("key of " + (bytes == null ? 0 : bytes.length) + " bytes; expected 8", null);
      }
      return ByteBuffer.wrap(bytes).getLong();
    }
  };

  private KeyCodecs() {}
}
