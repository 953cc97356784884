// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.mutation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.schemas.Codec;
import io.tributary.schemas.CodecException;

/// Spoils CartPole's steps records, seeded: bytes (flips, truncations, insertions, swaps, lengths) and fields (decoded, changed, encoded again).
///
/// What is spoiled is of environments `mutant/<i>`, each record an episode of its own, acted by a version that no trainer has made: some mutants are
/// good steps, and what good steps say is learned from, unless they come from the future. A few say that no policy of ours acted, and hold figures that are
/// possible but so far from what the policy that learns would do that no update of finite numbers can be made with them. Undecodable bytes also come under the keys of real
/// environments, which they must not harm.
final class Mutator {
  /// A version no trainer gets to; whoever flips one bit of it gets another such.
  static final long FUTURE = 0x3FFF_FFFF_FFFF_FFFFL;
  static final int ENVIRONMENTS = 64;
  private static final int HEADER = 10;
  private static final int POISON_ONE_IN = 100;

  private final Random random;
  private final Codec<Steps> codec;
  private final List<String> real;
  private final long[] episodes = new long[ENVIRONMENTS];
  private int poisons;

  /// @param real environments that really play
  Mutator(long seed, Codec<Steps> codec, List<String> real) {
    this.random = new Random(seed);
    this.codec = codec;
    this.real = real;
  }

  /// @param key of the record
  /// @param value of the record; null for a tombstone
  record Mutant(byte[] key, byte[] value) {}

  /// How many there were so far that are accepted, and cannot be learned from.
  int poisons() {
    return poisons;
  }

  Mutant next() {
    int environment = random.nextInt(ENVIRONMENTS);
    Mutant mutant = random.nextInt(10) < 4 ? bytes(environment) : fields(environment);
    return random.nextInt(8) == 0 ? underARealKey(mutant) : mutant;
  }

  /// The same bytes where a real environment's would be expected, if they are no steps of anybody.
  private Mutant underARealKey(Mutant mutant) {
    try {
      // Steps of a mutant under a real key are malformed, whatever they say.
      return mutant.value() != null && real.contains(codec.decode(mutant.value()).first().environment()) ? mutant
          : new Mutant(key(real.get(random.nextInt(real.size()))), mutant.value());
    } catch (CodecException undecodable) {
      return new Mutant(key(real.get(random.nextInt(real.size()))), mutant.value());
    }
  }

  private static byte[] key(String environment) {
    return environment.getBytes(StandardCharsets.UTF_8);
  }

  private String name(int environment) {
    return "mutant/" + environment;
  }

  private Mutant bytes(int environment) {
    byte[] whole = codec.encode(steps(environment, new Change()));
    return new Mutant(key(name(environment)), switch (random.nextInt(9)) {
      case 0, 1, 2 -> flipped(whole);
      case 3 -> Arrays.copyOf(whole, random.nextInt(whole.length));
      case 4 -> Arrays.copyOf(whole, whole.length + 1 + random.nextInt(50));
      case 5 -> swapped(whole);
      case 6 -> noisy(whole);
      case 7 -> withLength(whole);
      default -> random.nextInt(20) == 0 ? null : new byte[random.nextInt(12)];
    });
  }

  private byte[] flipped(byte[] bytes) {
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private byte[] swapped(byte[] bytes) {
    int length = 1 + random.nextInt(12);
    int a = HEADER + random.nextInt(bytes.length - HEADER - length);
    int b = HEADER + random.nextInt(bytes.length - HEADER - length);
    byte[] first = Arrays.copyOfRange(bytes, a, a + length);
    byte[] second = Arrays.copyOfRange(bytes, b, b + length);
    System.arraycopy(second, 0, bytes, a, length);
    System.arraycopy(first, 0, bytes, b, length);
    return bytes;
  }

  private byte[] noisy(byte[] bytes) {
    int from = random.nextInt(bytes.length);
    byte[] noise = new byte[1 + random.nextInt(bytes.length - from)];
    random.nextBytes(noise);
    System.arraycopy(noise, 0, bytes, from, noise.length);
    return bytes;
  }

  /// A number of up to ten bytes put where some number or number's part stands.
  private byte[] withLength(byte[] bytes) {
    long[] lengths = {1L << 31, -(1L << 31), Long.MAX_VALUE, Long.MIN_VALUE, -1, 1 << 20};
    long value = lengths[random.nextInt(lengths.length)];
    byte[] number = new byte[10];
    int size = 0;
    for (long left = value << 1 ^ value >> 63; size == 0 || left != 0; left >>>= 7) {
      number[size++] = (byte) (left & 0x7F | (left >>> 7 != 0 ? 0x80 : 0));
    }
    int at = HEADER + random.nextInt(bytes.length - HEADER);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + size - 1);
    System.arraycopy(number, 0, longer, at, size);
    System.arraycopy(bytes, at + 1, longer, at + size, bytes.length - at - 1);
    return longer;
  }

  /// What is wrong with a record; by default nothing.
  private static final class Change {
    long session = 1_000;
    long episodesBack;
    long index;
    long version = FUTURE;
    int observationSize = 4;
    boolean continuous;
    int action;
    float reward = 1;
    float observation = 0.1f;
    float logProbability = -0.7f;
    float value = 1;
    byte[] mask;
    boolean next = true;
    boolean pending;
    double returnBefore;
    Purpose purpose = Purpose.TRAIN;
    Ending ending = Ending.TERMINATED;
  }

  private Mutant fields(int environment) {
    Change c = new Change();
    float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3e38f, -2e35f};
    float wrong = odd[random.nextInt(odd.length)];
    switch (random.nextInt(POISON_ONE_IN) == 0 ? 22 : random.nextInt(22)) {
      case 0 -> c.reward = wrong;
      case 1 -> c.value = wrong;
      case 2 -> c.observation = odd[random.nextInt(3)];
      case 3 -> c.returnBefore = odd[random.nextInt(3)];
      case 4 -> c.observationSize = 1 + random.nextInt(3);
      case 5 -> c.continuous = true;
      case 6 -> c.action = random.nextBoolean() ? -1 - random.nextInt(5) : 2 + random.nextInt(1 << 20);
      case 7 -> c.logProbability = random.nextBoolean() ? 0.5f + random.nextInt(100) : -746 - random.nextInt(1 << 20);
      case 8 -> c.mask = new byte[] {0, 1};
      case 9 -> c.mask = new byte[] {(byte) random.nextInt(2, 100), 1};
      case 10 -> c.mask = new byte[] {1, 1, 1};
      case 11 -> c.pending = true;
      case 12 -> c.session = random.nextInt(1_000);
      case 13 -> c.session = random.nextLong(Long.MAX_VALUE / 2, Long.MAX_VALUE);
      case 14 -> c.session = -1 - random.nextInt(5);
      case 15 -> c.episodesBack = 1;
      case 16 -> c.episodesBack = 2 + random.nextInt(5);
      case 17 -> c.index = -1 - random.nextInt(1 << 20);
      case 18 -> c.version = -2 - random.nextInt(1 << 20);
      case 19 -> {
        c.next = false;
        c.ending = Ending.TRUNCATED;
      }
      case 20 -> {
        // Swapped: the reward stands where the log-probability does, and the other way round.
        c.reward = -0.7f;
        c.logProbability = 1;
      }
      case 21 -> c.purpose = random.nextBoolean() ? Purpose.EVALUATE : Purpose.TRAIN;
      default -> {
        c.version = Steps.FOREIGN_POLICY;
        c.logProbability = -95 - random.nextInt(600);
        c.returnBefore = random.nextInt(4) == 0 ? -1e37 : 0;
        poisons++;
      }
    }
    byte[] value = codec.encode(steps(environment, c));
    return new Mutant(random.nextInt(15) == 0 ? null : key(name(environment)), value);
  }

  private Steps steps(int environment, Change c) {
    int count = 1 + random.nextInt(3);
    long episode = Math.max(0, c.episodesBack > 0 ? episodes[environment] - c.episodesBack : ++episodes[environment]);
    Columns.Builder columns = new Columns.Builder(count, c.observationSize, 1).observations(filled(count * c.observationSize, c.observation), 0)
        .rewards(filled(count, c.reward), 0).logProbabilities(filled(count, c.logProbability), 0).values(filled(count + 1, c.value), 0);
    if (c.continuous) {
      columns.continuousActions(filled(count, 0.5f), 0);
    } else {
      int[] actions = new int[count];
      Arrays.fill(actions, c.action);
      columns.discreteActions(actions, 0);
    }
    if (c.next) {
      columns.nextObservation(filled(c.observationSize, c.observation), 0);
    }
    if (c.mask != null) {
      byte[] masks = new byte[count * c.mask.length];
      for (int i = 0; i < masks.length; i++) {
        masks[i] = c.mask[i % c.mask.length];
      }
      columns.masks(masks, 0, c.mask.length);
    }
    return new Steps(new StepId(name(environment), c.session, episode, c.index), c.version, columns.build(), c.ending, false, c.returnBefore, c.purpose,
        c.pending, 1, 2);
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }
}
