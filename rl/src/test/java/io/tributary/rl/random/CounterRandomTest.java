// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.random;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Statistical tests are on fixed keys, so they cannot flicker; the false-alarm rate says how surprising a failure for other keys would be. A limit of 5 standard
/// deviations is passed by chance in about 6 of 10 million cases; a χ² is brought to that scale by its cube root (Wilson and Hilferty 1931).
class CounterRandomTest {
  private static final double SIGMAS = 5;

  /// Computed apart from this code, in arbitrary-precision integers.
  @Test
  void goldenValuesNeverChange() {
    assertThat(CounterRandom.stream(1, "actions")).isEqualTo(7839551510959934597L);
    assertThat(CounterRandom.key(1, "actions", 2, 3)).isEqualTo(7711358057374363617L);
    long key = CounterRandom.key(42, "shuffle", 7);
    assertThat(CounterRandom.bits(key, 0)).isEqualTo(905738263362883917L);
    assertThat(CounterRandom.bits(key, 1)).isEqualTo(-8948893036267805849L);
    assertThat(CounterRandom.uniform(key, 2)).isEqualTo(0.9818319517458228);
    assertThat(CounterRandom.gaussian(key, 3)).isEqualTo(-0.5555238303285394);
    assertThat(CounterRandom.below(key, 4, 1000)).isEqualTo(722);
    int[] indices = IntStream.range(0, 10).toArray();
    CounterRandom.shuffle(indices, 0, 10, key);
    assertThat(indices).containsExactly(9, 1, 4, 2, 3, 6, 7, 0, 8, 5);
  }

  @Test
  void coordinatesOneByOneAreTheSameAsTogether() {
    long stream = CounterRandom.stream(9, "s");
    assertThat(CounterRandom.key(9, "s", 1, 2, 3, 4)).isEqualTo(CounterRandom.key(stream, 1, 2, 3, 4));
    assertThat(CounterRandom.key(stream, 1, 2, 3, 4)).isEqualTo(CounterRandom.key(CounterRandom.key(CounterRandom.key(stream, 1, 2), 3), 4));
    assertThat(CounterRandom.key(stream, 1, 2)).isNotEqualTo(CounterRandom.key(stream, 2, 1));
    assertThat(CounterRandom.stream(9, "ab")).isNotEqualTo(CounterRandom.stream(9, "ba")).isNotEqualTo(CounterRandom.stream(9, "a"));
  }

  @Test
  void neighbouringKeysAndCountersNeverCollide() {
    Set<Long> seen = new HashSet<>();
    for (int a = -20; a < 20; a++) {
      for (int b = 0; b < 40; b++) {
        long key = CounterRandom.key(5, "x", a, b);
        assertThat(seen.add(key)).isTrue();
        for (int counter = 0; counter < 20; counter++) {
          assertThat(seen.add(CounterRandom.bits(key, counter))).isTrue();
        }
      }
    }
  }

  /// Each of 64 × 64 pairs (flipped input bit, output bit) changes in half of the cases.
  @Test
  void everyBitOfTheCounterAndKeyReachesEveryBit() {
    int trials = 4_000;
    for (int flipped = 0; flipped < 64; flipped++) {
      int[] byCounter = new int[64];
      int[] byKey = new int[64];
      for (int trial = 0; trial < trials; trial++) {
        long key = CounterRandom.key(3, "avalanche", trial);
        long counter = trial;
        count(CounterRandom.bits(key, counter) ^ CounterRandom.bits(key, counter ^ (1L << flipped)), byCounter);
        count(CounterRandom.key(key, counter) ^ CounterRandom.key(key ^ (1L << flipped), counter), byKey);
      }
      // 8,192 comparisons, so a limit of 6 standard deviations: 2 in 100,000 false alarms together.
      double limit = 6 * Math.sqrt(trials * 0.25);
      for (int bit = 0; bit < 64; bit++) {
        assertThat(Math.abs(byCounter[bit] - trials / 2.0)).isLessThan(limit);
        assertThat(Math.abs(byKey[bit] - trials / 2.0)).isLessThan(limit);
      }
    }
  }

  private static void count(long changed, int[] counts) {
    for (int bit = 0; bit < 64; bit++) {
      counts[bit] += (int) (changed >>> bit & 1);
    }
  }

  /// Over counters of one key, over keys at one counter, and over pairs of neighbours.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void uniformsFillCellsEvenly(long seed) {
    int draws = 200_000;
    int cells = 32;
    int[] overCounters = new int[cells];
    int[] overKeys = new int[cells];
    int[] pairs = new int[cells * cells];
    long key = CounterRandom.key(seed, "uniform");
    for (int i = 0; i < draws; i++) {
      double u = CounterRandom.uniform(key, i);
      assertThat(u).isBetween(0.0, Math.nextDown(1.0));
      double v = CounterRandom.uniform(CounterRandom.key(key, i), 0);
      overCounters[(int) (u * cells)]++;
      overKeys[(int) (v * cells)]++;
      pairs[(int) (u * cells) * cells + (int) (CounterRandom.uniform(key, i + 1) * cells)]++;
    }
    assertEven(overCounters, draws);
    assertEven(overKeys, draws);
    assertEven(pairs, draws);
  }

  private static void assertEven(int[] counts, int draws) {
    double expected = (double) draws / counts.length;
    double chiSquared = 0;
    for (int count : counts) {
      chiSquared += (count - expected) * (count - expected) / expected;
    }
    double freedom = counts.length - 1.0;
    double variance = 2 / (9 * freedom);
    assertThat(Math.abs(Math.cbrt(chiSquared / freedom) - (1 - variance))).isLessThan(SIGMAS * Math.sqrt(variance));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void gaussiansHaveTheNormalsMomentsAndTail(long seed) {
    int draws = 200_000;
    double[] moments = new double[4];
    double neighbours = 0;
    int beyondTwo = 0;
    long key = CounterRandom.key(seed, "gaussian");
    for (int i = 0; i < draws; i++) {
      double x = CounterRandom.gaussian(key, i);
      double power = 1;
      for (int k = 0; k < 4; k++) {
        power *= x;
        moments[k] += power / draws;
      }
      neighbours += x * CounterRandom.gaussian(key, i + 1) / draws;
      beyondTwo += Math.abs(x) > 2 ? 1 : 0;
    }
    double sigma = SIGMAS / Math.sqrt(draws);
    assertThat(Math.abs(moments[0])).isLessThan(sigma);
    assertThat(Math.abs(moments[1] - 1)).isLessThan(sigma * Math.sqrt(2));
    assertThat(Math.abs(moments[2])).isLessThan(sigma * Math.sqrt(15));
    assertThat(Math.abs(moments[3] - 3)).isLessThan(sigma * Math.sqrt(96));
    assertThat(Math.abs(neighbours)).isLessThan(sigma);
    double tail = 0.0455002638963584;
    assertThat(Math.abs((double) beyondTwo / draws - tail)).isLessThan(sigma * Math.sqrt(tail * (1 - tail)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 10, 100})
  void belowIsEven(int bound) {
    int draws = 50_000;
    int[] counts = new int[bound];
    long key = CounterRandom.key(1, "below", bound);
    for (int i = 0; i < draws; i++) {
      counts[CounterRandom.below(key, i, bound)]++;
    }
    assertEven(counts, draws);
    assertThat(CounterRandom.below(key, 0, 1)).isZero();
    assertThat(CounterRandom.below(key, 0, Integer.MAX_VALUE)).isBetween(0, Integer.MAX_VALUE - 1);
  }

  @Test
  void belowRefusesAnEmptyRange() {
    assertThatThrownBy(() -> CounterRandom.below(1, 1, 0)).isInstanceOf(IllegalArgumentException.class).hasMessage("bound is 0; expected at least 1");
  }

  @Test
  void allPermutationsAreEquallyLikely() {
    int[] counts = new int[24];
    int draws = 48_000;
    for (int i = 0; i < draws; i++) {
      int[] indices = {9, 0, 1, 2, 3, 8};
      CounterRandom.shuffle(indices, 1, 5, CounterRandom.key(1, "permutations", i));
      assertThat(indices[0]).isEqualTo(9);
      assertThat(indices[5]).isEqualTo(8);
      counts[rank(indices)]++;
    }
    assertEven(counts, draws);
  }

  /// Lehmer code of the four entries from 1 on.
  private static int rank(int[] indices) {
    int rank = 0;
    for (int i = 1; i < 5; i++) {
      int smaller = 0;
      for (int j = i + 1; j < 5; j++) {
        smaller += indices[j] < indices[i] ? 1 : 0;
      }
      rank = rank * (5 - i) + smaller;
    }
    return rank;
  }

  @Test
  void shufflingKeepsEveryIndex() {
    int[] indices = IntStream.range(0, 1000).toArray();
    CounterRandom.shuffle(indices, 0, 1000, 5);
    assertThat(indices).isNotEqualTo(IntStream.range(0, 1000).toArray());
    assertThat(IntStream.of(indices).sorted()).containsExactly(IntStream.range(0, 1000).boxed().toArray(Integer[]::new));
  }
}
