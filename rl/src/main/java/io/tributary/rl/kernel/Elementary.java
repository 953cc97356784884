// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.kernel;

/// exp, log and tanh of single floats: our own polynomials, so that every machine and both kernels give the same bits.
///
/// The vector kernel repeats the sequence of operations below lane by lane. The coefficients are minimax fits of the relative error (weighted least squares at
/// Chebyshev nodes, reweighted until the extrema level), rounded to float. Only IEEE operations that Java defines exactly are used: +, ·, ÷, fma, comparisons and
/// integer arithmetic on the bits.
public final class Elementary {
  /// Adding and subtracting it rounds to an integer; until it is subtracted, the integer stands in the low bits.
  static final float ROUND = 0x1.8p23f;
  static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
  static final int EXPONENT_BIAS = 127;
  static final int SIGNIFICAND_BITS = 23;

  static final float LOG2_E = 1.44269504f;
  /// ln 2 in two parts; the first has so few bits that its product with any exponent is exact.
  static final float LN2_HIGH = 0x1.62e4p-1f;
  static final float LN2_LOW = 1.42860677e-6f;

  /// Beyond these eˣ is 0 or infinite in float; clamping keeps the exponent arithmetic in range.
  static final float EXP_LOWEST = -104f;
  static final float EXP_HIGHEST = 89f;
  static final float EXP_2 = 0.49999993412f;
  static final float EXP_3 = 0.166665201027f;
  static final float EXP_4 = 0.0416683943159f;
  static final float EXP_5 = 0.00836878088388f;
  static final float EXP_6 = 0.00138144620478f;

  static final float LOG_3 = 0.333332159669f;
  static final float LOG_4 = -0.249997976999f;
  static final float LOG_5 = 0.200104068467f;
  static final float LOG_6 = -0.166804850888f;
  static final float LOG_7 = 0.140058542778f;
  static final float LOG_8 = -0.121843010721f;
  static final float LOG_9 = 0.139845060375f;
  static final float LOG_10 = -0.128914860756f;
  /// Significands are taken from [2/3, 4/3), where ln(1 + f) needs the shortest polynomial.
  static final int TWO_THIRDS_BITS = Float.floatToRawIntBits(2f / 3f);
  static final int SIGNIFICAND_MASK = 0x7fffff;
  static final float SUBNORMAL_SCALE = 0x1.0p23f;

  /// From here down eˣ − 1 is −1 in float.
  static final float ELU_LOWEST = -20f;
  static final float LEAK = 0.01f;

  /// From here on tanh is 1 in float.
  static final float TANH_HIGHEST = 9.02f;

  private Elementary() {}

  /// eˣ within 2 units in the last place; subnormal results, 0, ∞ and NaN as they should be.
  public static float exp(float x) {
    float clamped = x > EXP_HIGHEST ? EXP_HIGHEST : x;
    clamped = clamped < EXP_LOWEST ? EXP_LOWEST : clamped;
    float shifted = Math.fma(clamped, LOG2_E, ROUND);
    float n = shifted - ROUND;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, clamped));
    float p = Math.fma(EXP_6, r, EXP_5);
    p = Math.fma(p, r, EXP_4);
    p = Math.fma(p, r, EXP_3);
    p = Math.fma(p, r, EXP_2);
    p = Math.fma(r * r, p, r) + 1f;
    // 2ⁿ in two factors: n may be beyond the exponents of either a normal number or the largest one.
    int exponent = Float.floatToRawIntBits(shifted) - ROUND_BITS;
    int half = exponent >> 1;
    float first = Float.intBitsToFloat((half + EXPONENT_BIAS) << SIGNIFICAND_BITS);
    float second = Float.intBitsToFloat((exponent - half + EXPONENT_BIAS) << SIGNIFICAND_BITS);
    return p * first * second;
  }

  /// ln x within 2 units in the last place; −∞ at 0, NaN below.
  public static float log(float x) {
    boolean subnormal = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(subnormal ? x * SUBNORMAL_SCALE : x);
    int above = bits - TWO_THIRDS_BITS;
    int exponent = above >> SIGNIFICAND_BITS;
    float f = Float.intBitsToFloat((above & SIGNIFICAND_MASK) + TWO_THIRDS_BITS) - 1f;
    float e = Float.intBitsToFloat(exponent + ROUND_BITS) - ROUND;
    e = subnormal ? e - SIGNIFICAND_BITS : e;
    float p = Math.fma(LOG_10, f, LOG_9);
    p = Math.fma(p, f, LOG_8);
    p = Math.fma(p, f, LOG_7);
    p = Math.fma(p, f, LOG_6);
    p = Math.fma(p, f, LOG_5);
    p = Math.fma(p, f, LOG_4);
    p = Math.fma(p, f, LOG_3);
    float square = f * f;
    float low = Math.fma(square * f, p, Math.fma(e, LN2_LOW, -0.5f * square));
    float y = Math.fma(e, LN2_HIGH, f + low);
    y = x == Float.POSITIVE_INFINITY ? x : y;
    y = x == 0f ? Float.NEGATIVE_INFINITY : y;
    return x >= 0f ? y : Float.NaN;
  }

  /// tanh x within 3 units in the last place; odd, and ±1 from ±9.02 on.
  ///
  /// tanh|x| = u / (u + 2) with u = e^(2|x|) − 1 = 2ⁿ·(eʳ − 1) + (2ⁿ − 1), which loses nothing where x is small.
  public static float tanh(float x) {
    float magnitude = Math.abs(x);
    float clamped = magnitude > TANH_HIGHEST ? TANH_HIGHEST : magnitude;
    float doubled = clamped + clamped;
    float shifted = Math.fma(doubled, LOG2_E, ROUND);
    float n = shifted - ROUND;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, doubled));
    float p = Math.fma(EXP_6, r, EXP_5);
    p = Math.fma(p, r, EXP_4);
    p = Math.fma(p, r, EXP_3);
    p = Math.fma(p, r, EXP_2);
    p = Math.fma(r * r, p, r);
    int exponent = Float.floatToRawIntBits(shifted) - ROUND_BITS;
    float scale = Float.intBitsToFloat((exponent + EXPONENT_BIAS) << SIGNIFICAND_BITS);
    float u = Math.fma(scale, p, scale - 1f);
    float y = u / (u + 2f);
    return Float.intBitsToFloat(Float.floatToRawIntBits(y) | (Float.floatToRawIntBits(x) & Integer.MIN_VALUE));
  }

  /// 1/(1 + e⁻ˣ) within 3 units in the last place; 0 from −89 down.
  public static float sigmoid(float x) {
    return 1f / (1f + exp(-x));
  }

  /// x where positive, else eˣ − 1 (Clevert et al. 2015, arXiv 1511.07289, α = 1) within 3 units in the last place.
  ///
  /// eˣ − 1 = 2ⁿ·(eʳ − 1) + (2ⁿ − 1), which loses nothing where x is small.
  public static float elu(float x) {
    float clamped = x < ELU_LOWEST ? ELU_LOWEST : x;
    clamped = clamped > 0f ? 0f : clamped;
    float shifted = Math.fma(clamped, LOG2_E, ROUND);
    float n = shifted - ROUND;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, clamped));
    float p = Math.fma(EXP_6, r, EXP_5);
    p = Math.fma(p, r, EXP_4);
    p = Math.fma(p, r, EXP_3);
    p = Math.fma(p, r, EXP_2);
    p = Math.fma(r * r, p, r);
    int exponent = Float.floatToRawIntBits(shifted) - ROUND_BITS;
    float scale = Float.intBitsToFloat((exponent + EXPONENT_BIAS) << SIGNIFICAND_BITS);
    float u = Math.fma(scale, p, scale - 1f);
    return x > 0f ? x : u;
  }
}
