// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/// The hand-written codecs and Avro's own writer and reader cannot be told apart.
class DirectCodecTest {
  private static final List<String> DIRECT = List.of("Steps", "Trajectory", "OpenSteps", "OpenEnvironment");

  static Stream<Arguments> samples() {
    return DIRECT.stream().flatMap(record -> Stream.iterate(0L, seed -> seed + 1).limit(40).map(seed -> Arguments.of(record, seed)));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void handWrittenBytesAreAvrosBytes(String record, long seed) {
    Object sample = new Samples(seed).of(record);
    byte[] avro = Generic.bytes(Generic.of(sample), SchemaHistory.current(record), false);
    assertThat(ByName.codec(record).encode(sample)).isEqualTo(avro);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void handReadRecordsAreAvrosRecords(String record, long seed) throws IOException {
    Object sample = new Samples(seed).of(record);
    Schema schema = SchemaHistory.current(record);
    byte[] bytes = ByName.codec(record).encode(sample);
    GenericRecord avro = new BinaryMessageDecoder<GenericRecord>(GenericData.get(), schema).decode(bytes);
    RecordCodec<?> codec = (RecordCodec<?>) ByName.codec(record);
    assertThat(Bits.of(codec.fromRow(new Row(avro)))).isEqualTo(Bits.of(codec.decode(bytes)));
    assertThat(avro).isEqualTo(Generic.of(sample));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldReadArraysInSeveralSizedBlocks(String record, long seed) {
    Object sample = new Samples(seed).of(record);
    byte[] blocks = Generic.bytes(Generic.of(sample), SchemaHistory.current(record), true);
    assertThat(Bits.of(ByName.codec(record).decode(blocks))).isEqualTo(Bits.of(sample));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldReadAnOlderSchemaByAvrosResolution(String record, long seed) {
    Object sample = new Samples(seed).of(record);
    Schema older = reordered(SchemaHistory.current(record));
    GenericRecord row = new GenericData.Record(older);
    GenericRecord today = Generic.of(sample);
    older.getFields().forEach(field -> row.put(field.name(), today.get(field.name())));
    byte[] bytes = Generic.bytes(row, older, true);
    RecordCodec<?> codec = (RecordCodec<?>) ByName.codec(record);
    long writer = SchemaNormalization.parsingFingerprint64(older);
    assertThat(Bits.of(codec.fromRow(codec.read(bytes, writer, older)))).isEqualTo(Bits.of(sample));
  }

  /// The same record with its fields the other way round: another schema, the same content.
  private static Schema reordered(Schema schema) {
    List<Schema.Field> fields = schema.getFields().reversed().stream().map(field -> new Schema.Field(field, field.schema())).toList();
    return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
  }
}
