// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.schemas.Segmenting;

import static org.assertj.core.api.Assertions.assertThat;

/// Whatever the bytes: a fate, never an exception, and the state goes on working.
class AssemblerFuzzTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldTakeInAnyBytes(long seed) {
    Random random = new Random(seed);
    World.Partition partition = new World.Partition(seed % 2 == 0 ? new Segmenting.CompleteEpisodes() : new Segmenting.MaxSteps(5));
    for (int i = 0; i < 4_000; i++) {
      byte[] value = random.nextInt(50) == 0 ? null : new byte[random.nextInt(100)];
      if (value != null) {
        random.nextBytes(value);
        if (value.length > 10 && random.nextBoolean()) {
          System.arraycopy(World.bytes(World.Piece.of(p -> { })), 0, value, 0, 10);
        }
      }
      assertThat(partition.send(random.nextInt(9) == 0 ? null : World.key("p/0"), value)).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldTakeInAnyFlippedBit(long seed) {
    Random random = new Random(seed);
    World.Partition partition = new World.Partition(seed % 2 == 0 ? new Segmenting.CompleteEpisodes() : new Segmenting.MaxSteps(5));
    for (int i = 0; i < 4_000; i++) {
      int index = i % 10;
      int episode = i / 10;
      byte[] value = World.bytes(World.Piece.of(p -> {
        p.index = index;
        p.episode = episode;
        p.recurrent = random.nextInt(4) - 1;
      }));
      if (random.nextInt(20) == 0) {
        value = World.withShrinkingRecurrentState(p -> {
          p.index = index;
          p.episode = episode;
        });
      }
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
      }
      partition.send(World.key("p/0"), value);
    }
    partition.restart();
    partition.send(p -> p.environment = "p/1");
  }
}
