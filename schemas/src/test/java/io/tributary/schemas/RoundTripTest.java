// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/// What was encoded is decoded, for every record, whatever optional columns it has.
class RoundTripTest {
  static List<String> records() {
    return SchemaHistory.RECORDS;
  }

  @ParameterizedTest
  @MethodSource("records")
  void shouldReadWhatWasWritten(String record) {
    Codec<Object> codec = ByName.codec(record);
    for (long seed = 0; seed < 200; seed++) {
      Object sample = new Samples(seed).of(record);
      byte[] bytes = codec.encode(sample);
      Object read = codec.decode(bytes);
      assertThat(Bits.of(read)).as("seed %d", seed).isEqualTo(Bits.of(sample));
      assertThat(codec.encode(read)).as("seed %d", seed).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void shouldStartWithTheFingerprintOfTodaysSchema(String record) {
    byte[] bytes = ByName.codec(record).encode(new Samples(1).of(record));
    Schema schema = SchemaHistory.current(record);
    assertThat(new SingleObject().fingerprint(bytes)).isEqualTo(SchemaHistory.fingerprint(schema));
  }

  /// Avro's readers and writers are shared by all threads; each thread must still get its own record.
  @ParameterizedTest
  @MethodSource("records")
  void shouldBeSharedBetweenThreads(String record) {
    Codec<Object> codec = ByName.codec(record);
    LongStream.range(0, 300).parallel().forEach(seed -> {
      Object sample = new Samples(seed).of(record);
      assertThat(Bits.of(codec.decode(codec.encode(sample)))).isEqualTo(Bits.of(sample));
    });
  }

  static Stream<Long> seeds() {
    return Stream.iterate(0L, seed -> seed + 1).limit(50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldCarryTheSameObservationsAsPixelsOrFloats(long seed) {
    var steps = new Samples(seed).steps();
    var trajectory = new Samples(seed).trajectory();
    for (boolean reader : new boolean[] {false, true}) {
      assertThat(Bits.of(Codecs.steps(reader).decode(Codecs.steps(true).encode(steps)))).isEqualTo(Bits.of(steps));
      assertThat(Bits.of(Codecs.trajectory(reader).decode(Codecs.trajectory(true).encode(trajectory)))).isEqualTo(Bits.of(trajectory));
    }
  }
}
