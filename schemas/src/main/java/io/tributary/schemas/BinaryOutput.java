// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Avro's binary encoding into an array of exactly the right size; the sizes are functions here too.
final class BinaryOutput {
  private final byte[] bytes;
  private final ByteBuffer view;
  private int at;

  /// Writes into `bytes` from `at` on.
  BinaryOutput(byte[] bytes, int at) {
    this.bytes = bytes;
    this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.at = at;
  }

  /// Bytes of a zig-zag varint.
  static int sizeOf(long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    return 1 + (63 - Long.numberOfLeadingZeros(zigzag | 1)) / 7;
  }

  /// Bytes of an array of floats; a single block, as Avro's own encoder writes it.
  static long sizeOf(float[] values) {
    return values.length == 0 ? 1 : sizeOf(values.length) + (long) Float.BYTES * values.length + 1;
  }

  /// Bytes of an array of ints.
  static long sizeOf(int[] values) {
    return values.length == 0 ? 1 : sizeOf(values.length) + itemsOf(values) + 1;
  }

  /// Bytes of the items of an array of ints.
  static long itemsOf(int[] values) {
    long size = 0;
    for (int value : values) {
      size += sizeOf(value);
    }
    return size;
  }

  /// Bytes of a byte string.
  static long sizeOf(byte[] values) {
    return sizeOf(values.length) + (long) values.length;
  }

  /// Next position to write.
  int position() {
    return at;
  }

  void bool(boolean value) {
    bytes[at++] = (byte) (value ? 1 : 0);
  }

  /// An int, a long, an enum's ordinal, a union's branch or a block's length: all are zig-zag varints.
  void number(long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      bytes[at++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
  }

  void float64(double value) {
    view.putLong(at, Double.doubleToRawLongBits(value));
    at += Double.BYTES;
  }

  void string(byte[] utf8) {
    number(utf8.length);
    System.arraycopy(utf8, 0, bytes, at, utf8.length);
    at += utf8.length;
  }

  void floats(float[] values) {
    if (values.length > 0) {
      number(values.length);
      view.slice(at, values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
      at += values.length * Float.BYTES;
    }
    number(0);
  }

  void ints(int[] values) {
    if (values.length > 0) {
      number(values.length);
      for (int value : values) {
        number(value);
      }
    }
    number(0);
  }

  /// Whole numbers 0 to 255 as one byte each.
  void pixels(float[] values) {
    number(values.length);
    for (float value : values) {
      bytes[at++] = (byte) (int) value;
    }
  }
}
