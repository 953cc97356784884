// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.policy.Exploration;

import static org.assertj.core.api.Assertions.assertThat;

/// What once was written stays readable: for every version of every schema the bytes of one record, made when it was new.
///
/// With the environment variable `TRIBUTARY_WRITE=true` the test writes those of today's schemas that have none yet, and fails once more;
/// written ones are never touched.
class GoldenBytesTest {
  private static final long SEED = 28;

  static List<String> records() {
    return SchemaHistory.RECORDS;
  }

  static Stream<Arguments> versions() {
    return records().stream().flatMap(record -> IntStream.rangeClosed(1, SchemaHistory.versions(record).size())
        .mapToObj(version -> Arguments.of(record, version)));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void shouldReadEveryVersionByHandAndByAvroAlone(String record, int version) throws IOException {
    byte[] bytes = golden(record, version);
    assertThat(ByName.codec(record).decode(bytes)).isNotNull();
    Schema schema = SchemaHistory.versions(record).get(version - 1);
    GenericRecord foreign = new BinaryMessageDecoder<GenericRecord>(GenericData.get(), schema).decode(bytes);
    assertThat(foreign.getSchema()).isEqualTo(schema);
  }

  @ParameterizedTest
  @MethodSource("records")
  void shouldStillWriteTodaysBytes(String record) throws IOException {
    Object sample = new Samples(SEED).of(record);
    int version = SchemaHistory.versions(record).size();
    writeIfAsked(name(record, version), ByName.codec(record).encode(sample));
    byte[] bytes = golden(record, version);
    assertThat(ByName.codec(record).encode(sample)).isEqualTo(bytes);
    assertThat(Bits.of(ByName.codec(record).decode(bytes))).isEqualTo(Bits.of(sample));
  }

  /// Version 1 knew one kind of exploration.
  @Test
  void shouldReadRunsFromBeforeExplorationWasAChoice() throws IOException {
    RunSpec old = (RunSpec) ByName.codec("RunSpec").decode(golden("RunSpec", 1));
    assertThat(old.architecture().exploration()).isEqualTo(Exploration.INDEPENDENT);
  }

  private static void writeIfAsked(String name, byte[] bytes) throws IOException {
    Path file = Path.of(System.getProperty("tributary.root", ".."), "schemas/src/test/resources/golden", name);
    if ("true".equals(System.getenv("TRIBUTARY_WRITE")) && !Files.exists(file)) {
      Files.writeString(file, HexFormat.of().formatHex(bytes).replaceAll("(.{120})", "$1\n") + "\n");
    }
  }

  private static String name(String record, int version) {
    return record + "-" + version + ".hex";
  }

  private static byte[] golden(String record, int version) throws IOException {
    try (var in = GoldenBytesTest.class.getResourceAsStream("/golden/" + name(record, version))) {
      assertThat(in).as("golden bytes of %s version %d", record, version).isNotNull();
      return HexFormat.of().parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
    }
  }
}
