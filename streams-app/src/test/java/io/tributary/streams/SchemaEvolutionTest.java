// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Steps;
import io.tributary.schemas.Codec;
import io.tributary.schemas.Codecs;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;
import io.tributary.schemas.Segmenting;

import static org.assertj.core.api.Assertions.assertThat;

/// Producers and topology of different ages: docs/evolution.md.
class SchemaEvolutionTest {
  private static final Path GOLDEN = Path.of(System.getProperty("tributary.root", ".."), "schemas/src/test/resources/golden");
  private static final long NEWER = 0x00C0FFEE00C0FFEEL;

  /// What a later version will be: it knows a schema with one field more, a float at the end, and every one from before.
  private static final Codec<Steps> UPGRADED = new Codec<>() {
    @Override
    public byte[] encode(Steps steps) {
      return World.topics().steps().value().encode(steps);
    }

    @Override
    public Steps decode(byte[] bytes) {
      byte[] header = Wire.of("p/0", 0, 0, 0).writtenBy(NEWER).bytes();
      if (bytes.length < 10 || !Arrays.equals(bytes, 0, 10, header, 0, 10)) {
        return World.topics().steps().value().decode(bytes);
      }
      byte[] known = Arrays.copyOf(bytes, bytes.length - Float.BYTES);
      System.arraycopy(World.bytes(World.Piece.of(p -> { })), 0, known, 0, 10);
      return World.topics().steps().value().decode(known);
    }
  };

  static Stream<Path> goldenSteps() throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN)) {
      return files.filter(file -> file.getFileName().toString().startsWith("Steps-")).sorted().toList().stream();
    }
  }

  /// Bytes that each version of the schema wrote when it was new: today's topology reads the steps.
  @ParameterizedTest
  @MethodSource("goldenSteps")
  void shouldReadWhatEveryEarlierVersionWrote(Path golden) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(Files.readString(golden, StandardCharsets.US_ASCII).replaceAll("\\s", ""));
    Steps steps = Codecs.steps(false).decode(bytes);
    EpisodeAssembler assembler = new EpisodeAssembler(World.rules(new Segmenting.MaxSteps(1_000)), Codecs.steps(false), new InMemoryOpenEpisodes());
    List<Assembled> made = assembler.assemble(new StepsRecord(World.key(steps.first().environment()), bytes, 0, 0, Long.MAX_VALUE / 2));
    // The sample's numbers are as odd as numbers can be; whatever is said of them, they were read.
    assertThat(made).allSatisfy(one -> {
      if (one instanceof Assembled.Rejected(RejectedStep step)) {
        assertThat(step.reason()).isNotEqualTo(RejectionReason.UNKNOWN_SCHEMA);
        assertThat(step.count()).isEqualTo(steps.count());
      }
    });
    assertThat(made.isEmpty() ? assembler.openSteps() : steps.count()).isEqualTo(steps.count());
  }

  /// A newer producer before the topology's upgrade: nothing is guessed, nothing lost; after it the very same bytes are good.
  @Test
  void shouldKeepWhatANewerProducerSentForTheUpgrade() {
    World.Partition old = new World.Partition(new Segmenting.MaxSteps(4));
    old.send(p -> p.ending = Ending.TERMINATED);
    byte[] newer = Wire.joined(Wire.of("p/0", 1, 1, 0).writtenBy(NEWER).bytes(), new byte[] {0, 0, (byte) 0xC0, 0x3F});
    List<Assembled> made = old.send(World.key("p/0"), newer);
    RejectedStep rejected = ((Assembled.Rejected) made.getFirst()).step();
    assertThat(rejected.reason()).isEqualTo(RejectionReason.UNKNOWN_SCHEMA);
    assertThat(rejected.message()).contains("00c0ffee00c0ffee").contains("upgrade the reader first");
    assertThat(rejected.original()).isEqualTo(newer);

    InMemoryOpenEpisodes rows = old.rows;
    EpisodeAssembler upgraded = new EpisodeAssembler(old.rules, UPGRADED, rows);
    assertThat(upgraded.assemble(new StepsRecord(World.key("p/0"), rejected.original(), 0, 2, 1_000))).isEmpty();
    assertThat(upgraded.openSteps()).as("the same bytes, taken in").isEqualTo(1);
    assertThat(upgraded.assemble(new StepsRecord(World.key("p/0"), Wire.of("p/0", 1, 1, 1).with("ending", Wire.number(1)).bytes(), 0, 3, 1_000)))
        .as("and an old producer beside it").first().isInstanceOfSatisfying(Assembled.Segment.class, segment -> {
          assertThat(segment.trajectory().count()).isEqualTo(2);
          assertThat(segment.trajectory().completeEpisode()).isTrue();
        });
  }
}
