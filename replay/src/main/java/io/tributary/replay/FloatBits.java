// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

/// Floats by their bits: 0 and −0 differ, a NaN is equal to itself alone.
final class FloatBits {
  private FloatBits() {}

  /// Index of the first that differs, the shorter length where one is the beginning of the other, −1 where they are equal.
  static int mismatch(float[] a, float[] b) {
    int n = Math.min(a.length, b.length);
    for (int i = 0; i < n; i++) {
      if (Float.floatToRawIntBits(a[i]) != Float.floatToRawIntBits(b[i])) {
        return i;
      }
    }
    return a.length == b.length ? -1 : n;
  }

  /// The number with its bits, which may differ where the decimals do not.
  static String text(float value) {
    return value + String.format(" (0x%08x)", Float.floatToRawIntBits(value));
  }
}
