// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Decoding is total: whatever happened to the bytes, a record or a CodecException comes back.
class MutationTest {
  private static final int HEADER = 10;
  private static final int SAMPLES = 20;
  private static final int MUTATIONS = 150;

  static List<String> records() {
    return SchemaHistory.RECORDS;
  }

  @ParameterizedTest
  @MethodSource("records")
  void shouldGiveARecordOrACodecException(String record) {
    Codec<Object> codec = ByName.codec(record);
    Random random = new Random(7);
    int refused = 0;
    for (long seed = 0; seed < SAMPLES; seed++) {
      byte[] whole = codec.encode(new Samples(seed).of(record));
      for (int i = 0; i < MUTATIONS; i++) {
        refused += decodes(codec, mutated(whole, random)) ? 0 : 1;
      }
    }
    assertThat(refused).as("mutations refused").isGreaterThan(SAMPLES * MUTATIONS / 4);
  }

  @ParameterizedTest
  @MethodSource("records")
  void shouldRefuseEveryTruncationAndAnythingAfterTheEnd(String record) {
    Codec<Object> codec = ByName.codec(record);
    byte[] whole = codec.encode(new Samples(3).of(record));
    for (int length = 0; length < whole.length; length++) {
      assertThat(decodes(codec, Arrays.copyOf(whole, length))).as("first %d of %d bytes", length, whole.length).isFalse();
    }
    assertThat(decodes(codec, Arrays.copyOf(whole, whole.length + 1))).isFalse();
    assertThat(decodes(codec, null)).isFalse();
  }

  /// A few bytes must not make a decoder allocate gigabytes: wherever a number stands, the largest ones are put.
  @ParameterizedTest
  @MethodSource("records")
  void shouldBoundEveryLengthByTheBytesThatAreLeft(String record) {
    Codec<Object> codec = ByName.codec(record);
    byte[] whole = codec.encode(new Samples(3).of(record));
    long[] lengths = {Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 500_000_000, -500_000_000};
    for (int at = HEADER; at < whole.length; at++) {
      for (long length : lengths) {
        byte[] bomb = new byte[whole.length + 10];
        System.arraycopy(whole, 0, bomb, 0, at);
        BinaryOutput out = new BinaryOutput(bomb, at);
        out.number(length);
        System.arraycopy(whole, at, bomb, out.position(), whole.length - at);
        decodes(codec, Arrays.copyOf(bomb, out.position() + whole.length - at));
      }
    }
  }

  private static boolean decodes(Codec<Object> codec, byte[] bytes) {
    try {
      assertThat(codec.decode(bytes)).isNotNull();
      return true;
    } catch (CodecException expected) {
      assertThat(expected).hasMessageMatching("(?s).+");
      return false;
    }
  }

  private static byte[] mutated(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    switch (random.nextInt(5)) {
      case 0 -> bytes[HEADER + random.nextInt(bytes.length - HEADER)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 2 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(20));
      case 3 -> {
        for (int i = HEADER + random.nextInt(bytes.length - HEADER); i < bytes.length; i++) {
          bytes[i] = (byte) random.nextInt();
        }
      }
      default -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }
}
