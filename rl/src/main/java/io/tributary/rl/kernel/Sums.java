// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.kernel;

/// Sums of float arrays in double precision, by one fixed tree: element i goes to partial sum i mod 8, in ascending order, and the partial sums are added
/// pairwise. The tree depends on nothing but the number of elements, so the bits are the same on every machine and with every kernel.
public final class Sums {
  private Sums() {}

  /// Σ x[offset + i] for i < count.
  public static double sum(float[] x, int offset, int count) {
    double p0 = 0;
    double p1 = 0;
    double p2 = 0;
    double p3 = 0;
    double p4 = 0;
    double p5 = 0;
    double p6 = 0;
    double p7 = 0;
    int end = offset + count;
    int i = offset;
    for (; i + 8 <= end; i += 8) {
      p0 += x[i];
      p1 += x[i + 1];
      p2 += x[i + 2];
      p3 += x[i + 3];
      p4 += x[i + 4];
      p5 += x[i + 5];
      p6 += x[i + 6];
      p7 += x[i + 7];
    }
    p0 += i < end ? x[i] : 0;
    p1 += i + 1 < end ? x[i + 1] : 0;
    p2 += i + 2 < end ? x[i + 2] : 0;
    p3 += i + 3 < end ? x[i + 3] : 0;
    p4 += i + 4 < end ? x[i + 4] : 0;
    p5 += i + 5 < end ? x[i + 5] : 0;
    p6 += i + 6 < end ? x[i + 6] : 0;
    return ((p0 + p1) + (p2 + p3)) + ((p4 + p5) + (p6 + p7));
  }

  /// Σ a[aOffset + i]·b[bOffset + i] for i < count; the products are exact.
  public static double dot(float[] a, int aOffset, float[] b, int bOffset, int count) {
    double p0 = 0;
    double p1 = 0;
    double p2 = 0;
    double p3 = 0;
    double p4 = 0;
    double p5 = 0;
    double p6 = 0;
    double p7 = 0;
    int i = 0;
    for (; i + 8 <= count; i += 8) {
      int j = aOffset + i;
      int k = bOffset + i;
      p0 += (double) a[j] * b[k];
      p1 += (double) a[j + 1] * b[k + 1];
      p2 += (double) a[j + 2] * b[k + 2];
      p3 += (double) a[j + 3] * b[k + 3];
      p4 += (double) a[j + 4] * b[k + 4];
      p5 += (double) a[j + 5] * b[k + 5];
      p6 += (double) a[j + 6] * b[k + 6];
      p7 += (double) a[j + 7] * b[k + 7];
    }
    int j = aOffset + i;
    int k = bOffset + i;
    p0 += i < count ? (double) a[j] * b[k] : 0;
    p1 += i + 1 < count ? (double) a[j + 1] * b[k + 1] : 0;
    p2 += i + 2 < count ? (double) a[j + 2] * b[k + 2] : 0;
    p3 += i + 3 < count ? (double) a[j + 3] * b[k + 3] : 0;
    p4 += i + 4 < count ? (double) a[j + 4] * b[k + 4] : 0;
    p5 += i + 5 < count ? (double) a[j + 5] * b[k + 5] : 0;
    p6 += i + 6 < count ? (double) a[j + 6] * b[k + 6] : 0;
    return ((p0 + p1) + (p2 + p3)) + ((p4 + p5) + (p6 + p7));
  }
}
