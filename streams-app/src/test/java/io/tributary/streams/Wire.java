// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A steps record written field by field, so that each can be written wrongly: what no codec of ours would make.
final class Wire {
  private final Map<String, byte[]> fields = new LinkedHashMap<>();
  private byte[] header = java.util.Arrays.copyOf(World.bytes(World.Piece.of(p -> { })), 10);

  /// One step of `environment` as {@link World.Piece} makes it.
  static Wire of(String environment, long session, long episode, long index) {
    Wire wire = new Wire();
    wire.fields.put("environment", text(environment));
    wire.fields.put("session", number(session));
    wire.fields.put("episode", number(episode));
    wire.fields.put("index", number(index));
    wire.fields.put("policyVersion", number(3));
    wire.fields.put("observations", joined(number(0), floats(index, episode)));
    wire.fields.put("nextObservation", joined(number(0), floats(index + 1, episode)));
    wire.fields.put("discreteActions", joined(number(1), block(1), number(index % 2), block(0)));
    wire.fields.put("continuousActions", number(0));
    wire.fields.put("environmentActions", number(0));
    wire.fields.put("logProbabilities", joined(number(1), floats(-0.7f)));
    wire.fields.put("values", joined(number(1), floats(World.value(episode, index), World.value(episode, index + 1))));
    wire.fields.put("rewards", floats(World.reward(episode, index)));
    wire.fields.put("masks", number(0));
    wire.fields.put("recurrentBefore", number(0));
    wire.fields.put("recurrentAfter", number(0));
    wire.fields.put("ending", number(0));
    wire.fields.put("cut", new byte[] {0});
    wire.fields.put("returnBefore", new byte[Double.BYTES]);
    wire.fields.put("purpose", number(0));
    wire.fields.put("rewardPending", new byte[] {0});
    wire.fields.put("firstActedMs", number(0));
    wire.fields.put("lastActedMs", number(0));
    return wire;
  }

  /// The same with another field.
  Wire with(String field, byte[]... parts) {
    if (fields.put(field, joined(parts)) == null) {
      throw new IllegalArgumentException(field);
    }
    return this;
  }

  /// The same under another schema's fingerprint.
  Wire writtenBy(long fingerprint) {
    header = ByteBuffer.allocate(10).put(header, 0, 2).order(ByteOrder.LITTLE_ENDIAN).putLong(fingerprint).array();
    return this;
  }

  byte[] bytes() {
    return joined(header, joined(fields.values().toArray(byte[][]::new)));
  }

  static byte[] number(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long left = value << 1 ^ value >> 63;
    for (; (left & ~0x7FL) != 0; left >>>= 7) {
      out.write((int) (left & 0x7F | 0x80));
    }
    out.write((int) left);
    return out.toByteArray();
  }

  /// The number of items that follow; 0 ends an array.
  static byte[] block(long items) {
    return number(items);
  }

  static byte[] floats(float... values) {
    ByteBuffer items = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      items.putFloat(value);
    }
    return joined(block(values.length), items.array(), block(0));
  }

  static byte[] text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return joined(number(utf8.length), utf8);
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
