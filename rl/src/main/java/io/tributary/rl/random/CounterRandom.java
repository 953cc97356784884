// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.random;

/// Random numbers as pure functions of where they are used: (seed, stream name, coordinates) make a key, (key, counter) makes a draw.
///
/// Nothing here has a state, so no order of calls, thread or restart can change a draw. Producers use the coordinates (environment number, first policy
/// version the process followed, episode, index), the trainer (version, counter).
///
/// A key is mixed with a coordinate by two 64-bit finalisers with a multiplication by an odd number between them: a bijection of either argument when the other
/// is fixed, so neighbouring coordinates cannot collide. Draws and derived keys use different finalisers, so a draw never equals the key of a child.
public final class CounterRandom {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long KEY_DOMAIN = 0xD1B54A32D192ED03L;
  private static final double ULP = 0x1.0p-53;

  private CounterRandom() {}

  /// The key of a named stream; from it [#key(long, long)] and its overloads derive the keys of coordinates without looking at the name again.
  public static long stream(long seed, String name) {
    long key = key(KEY_DOMAIN, seed);
    for (int i = 0; i < name.length(); i++) {
      key = key(key, name.charAt(i));
    }
    return key(key, name.length());
  }

  /// The key of one coordinate below a key. `key(key(k, a), b)` and `key(k, a, b)` are the same.
  public static long key(long parent, long a) {
    return murmurFinaliser(parent ^ splitMixFinaliser(a * GOLDEN + KEY_DOMAIN));
  }

  /// The key of two coordinates below a key.
  public static long key(long parent, long a, long b) {
    return key(key(parent, a), b);
  }

  /// The key of three coordinates below a key.
  public static long key(long parent, long a, long b, long c) {
    return key(key(parent, a, b), c);
  }

  /// The key of four coordinates below a key.
  public static long key(long parent, long a, long b, long c, long d) {
    return key(key(parent, a, b, c), d);
  }

  /// The key of coordinates in a named stream: [#stream] and [#key(long, long)] in one.
  public static long key(long seed, String stream, long... coordinates) {
    long key = stream(seed, stream);
    for (long coordinate : coordinates) {
      key = key(key, coordinate);
    }
    return key;
  }

  /// 64 uniform bits.
  public static long bits(long key, long counter) {
    return splitMixFinaliser(key + murmurFinaliser((counter + 1) * GOLDEN));
  }

  /// Uniform in [0, 1), a multiple of 2⁻⁵³.
  public static double uniform(long key, long counter) {
    return (bits(key, counter) >>> 11) * ULP;
  }

  /// Standard normal (Box and Muller 1958), by StrictMath, so the same on every machine. At most 8.6 in magnitude.
  public static double gaussian(long key, long counter) {
    long radiusBits = bits(key, counter);
    long angleBits = splitMixFinaliser(radiusBits + GOLDEN);
    double positive = ((radiusBits >>> 11) + 1) * ULP;
    double turn = (angleBits >>> 11) * ULP;
    return StrictMath.sqrt(-2 * StrictMath.log(positive)) * StrictMath.cos(2 * Math.PI * turn);
  }

  /// Uniform in [0, bound), exactly (Lemire, arXiv 1805.10941: multiply, reject the few products that would favour some results).
  ///
  /// @throws IllegalArgumentException if the bound is not positive
  public static int below(long key, long counter, int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound is " + bound + "; expected at least 1");
    }
    long bits = bits(key, counter);
    if (Long.compareUnsigned(bits * bound, bound) < 0) {
      long threshold = Long.remainderUnsigned(-(long) bound, bound);
      while (Long.compareUnsigned(bits * bound, threshold) < 0) {
        bits = splitMixFinaliser(bits + GOLDEN);
      }
    }
    return (int) Math.unsignedMultiplyHigh(bits, bound);
  }

  /// Permutes indices[from..to) uniformly (Fisher and Yates).
  public static void shuffle(int[] indices, int from, int to, long key) {
    for (int i = to - 1; i > from; i--) {
      int j = from + below(key, i - from, i - from + 1);
      int swapped = indices[i];
      indices[i] = indices[j];
      indices[j] = swapped;
    }
  }

  /// The finaliser of SplitMix64 (Steele, Lea and Flood 2014; constants: Stafford's variant 13).
  private static long splitMixFinaliser(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /// The 64-bit finaliser of MurmurHash3 (Appleby, public domain).
  private static long murmurFinaliser(long z) {
    z = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
    z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return z ^ (z >>> 33);
  }
}
