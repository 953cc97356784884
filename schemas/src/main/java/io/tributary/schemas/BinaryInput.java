// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Avro's binary encoding, read with every length bounded by the bytes that are left.
///
/// **Guarantees.** No method allocates more than a small multiple of the bytes it then consumes, or reads outside the array; each throws
/// {@link CodecException} naming the position where the bytes are not what they should be.
final class BinaryInput {
  private static final int UNSIZED = -1;
  private static final int[] NO_INTS = {};
  private static final float[] NO_FLOATS = {};
  private static final char REPLACEMENT = '\uFFFD';

  private final byte[] bytes;
  private final ByteBuffer view;
  private int at;
  private int blockEnd = UNSIZED;

  /// Reads `bytes` from `at` on.
  BinaryInput(byte[] bytes, int at) {
    this.bytes = bytes;
    this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.at = at;
  }

  int left() {
    return bytes.length - at;
  }

  /// @throws CodecException if anything is left
  void end() {
    if (left() != 0) {
      throw malformed(left() + " bytes after the record's end; expected none");
    }
  }

  CodecException malformed(String what) {
    return CodecException.malformed("byte " + at + " of " + bytes.length + ": " + what, null);
  }

  boolean bool() {
    byte value = bytes[need(1)];
    if (value != 0 && value != 1) {
      throw malformed("boolean is " + value + "; expected 0 or 1");
    }
    at++;
    return value == 1;
  }

  long int64() {
    int from = at;
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = bytes[need(1)];
      at++;
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        if (shift == 63 && next > 1) {
          break;
        }
        return value >>> 1 ^ -(value & 1);
      }
    }
    at = from;
    throw malformed("a number of more than 64 bits; expected at most 64");
  }

  int int32() {
    int from = at;
    long value = int64();
    if (value != (int) value) {
      at = from;
      throw malformed("int is " + value + "; expected 32 bits");
    }
    return (int) value;
  }

  /// A union's branch or an enum's ordinal, from 0 to `choices − 1`.
  int choice(int choices) {
    int from = at;
    long value = int64();
    if (value < 0 || value >= choices) {
      at = from;
      throw malformed("choice " + value + "; expected 0 to " + (choices - 1));
    }
    return (int) value;
  }

  /// Whether an optional column is there: the second branch of a union with null.
  boolean present() {
    return choice(2) == 1;
  }

  double float64() {
    double value = view.getDouble(need(Double.BYTES));
    at += Double.BYTES;
    return value;
  }

  /// Length of a string or byte string, no more than what is left.
  int length() {
    int from = at;
    long length = int64();
    int left = left();
    if (length < 0 || length > left) {
      at = from;
      throw malformed("length " + length + "; expected 0 to the " + left + " bytes left");
    }
    return (int) length;
  }

  byte[] bytes() {
    int length = length();
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  String string() {
    int from = at;
    int length = length();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    boolean replaced = text.indexOf(REPLACEMENT) >= 0;
    if (replaced && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, at, at + length))) {
      at = from;
      throw malformed("the string is not UTF-8; expected UTF-8");
    }
    at += length;
    return text;
  }

  void skip(int count) {
    at = need(count) + count;
  }

  /// Number of items of the next block of an array or map; 0 at its end. A negative number is followed by the block's size in bytes.
  ///
  /// @param itemBytes fewest bytes of an item, at least 1
  int block(int itemBytes) {
    int from = at;
    long items = int64();
    blockEnd = UNSIZED;
    if (items < 0) {
      items = -items;
      int size = length();
      blockEnd = at + size;
    }
    int left = left();
    if (items < 0 || items > left / itemBytes) {
      at = from;
      throw malformed("block of " + items + " items of at least " + itemBytes + " bytes; expected no more than the " + left + " bytes left hold");
    }
    return (int) items;
  }

  /// The end of a block returned by {@link #block}, whose items held no block of their own.
  void endBlock() {
    endBlock(blockEnd);
  }

  /// The end of a block that should lie at `end`, where its size was given.
  void endBlock(int end) {
    if (end != UNSIZED && end != at) {
      throw malformed("the block should end at byte " + end + "; expected its size to be true");
    }
  }

  /// Where the block just begun should end; negative if its size was not given.
  int blockEnd() {
    return blockEnd;
  }

  float[] floats() {
    float[] values = NO_FLOATS;
    int size = 0;
    for (int items = block(Float.BYTES); items != 0; items = block(Float.BYTES)) {
      values = grown(values, size + items);
      view.slice(at, items * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values, size, items);
      at += items * Float.BYTES;
      size += items;
      endBlock();
    }
    return size == values.length ? values : Arrays.copyOf(values, size);
  }

  int[] ints() {
    int[] values = NO_INTS;
    int size = 0;
    for (int items = block(1); items != 0; items = block(1)) {
      values = grown(values, size + items);
      for (int i = 0; i < items; i++) {
        values[size++] = int32();
      }
      endBlock();
    }
    return size == values.length ? values : Arrays.copyOf(values, size);
  }

  /// Unsigned bytes as whole numbers 0 to 255.
  float[] pixels() {
    int length = length();
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = bytes[at + i] & 0xFF;
    }
    at += length;
    return values;
  }

  private static float[] grown(float[] values, int needed) {
    return values.length == 0 ? new float[needed] : needed <= values.length ? values : Arrays.copyOf(values, capacity(values.length, needed));
  }

  private static int[] grown(int[] values, int needed) {
    return values.length == 0 ? new int[needed] : needed <= values.length ? values : Arrays.copyOf(values, capacity(values.length, needed));
  }

  /// Doubling keeps an array of very many very small blocks linear.
  private static int capacity(int capacity, int needed) {
    return Math.max(needed, (int) Math.min(2L * capacity, Integer.MAX_VALUE - 8));
  }

  private int need(int count) {
    if (count > left()) {
      throw malformed("needs " + count + " more bytes; expected no more than the " + left() + " left");
    }
    return at;
  }
}
