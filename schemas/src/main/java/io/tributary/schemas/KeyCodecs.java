// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Codecs of what carries no header: keys of records, and records as the bytes they are.
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

  static final Codec<OpenSlot> OPEN_SLOT = new Codec<>() {
    @Override
    public byte[] encode(OpenSlot slot) {
      byte[] environment = slot.environment().getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(environment.length + Integer.BYTES).put(environment).putInt(slot.number()).array();
    }

    @Override
    public OpenSlot decode(byte[] bytes) {
      if (bytes == null || bytes.length < Integer.BYTES) {
        throw CodecException.malformed("key of " + (bytes == null ? 0 : bytes.length) + " bytes; expected an environment id and 4 bytes", null);
      }
      int environment = bytes.length - Integer.BYTES;
      return new OpenSlot(UTF8.decode(Arrays.copyOf(bytes, environment)), ByteBuffer.wrap(bytes, environment, Integer.BYTES).getInt());
    }
  };

  static final Codec<byte[]> BYTES = new Codec<>() {
    @Override
    public byte[] encode(byte[] record) {
      return record;
    }

    @Override
    public byte[] decode(byte[] bytes) {
      return bytes;
    }
  };

  private KeyCodecs() {}
}
