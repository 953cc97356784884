// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/// How the wire may change, and how it may not: docs/evolution.md, tried on the schema of steps.
class SchemaEvolutionTest {
  private static final int HEADER = 10;
  private static final Schema TODAY = SchemaHistory.current("Steps");
  private static final Schema NEWER = parse(fields -> fields + ", {\"name\": \"wind\", \"type\": \"float\", \"default\": 1.5}");

  /// Today's schema with its list of fields rewritten.
  private static Schema parse(Function<String, String> change) {
    String whole = TODAY.toString();
    int from = whole.indexOf("\"fields\":[") + "\"fields\":[".length();
    int until = whole.lastIndexOf("]}");
    return new Schema.Parser().parse(whole.substring(0, from) + change.apply(whole.substring(from, until)) + whole.substring(until));
  }

  private static byte[] newer(Object sample) {
    GenericRecord row = new GenericData.Record(NEWER);
    GenericRecord today = Generic.of(sample);
    TODAY.getFields().forEach(field -> row.put(field.name(), today.get(field.name())));
    row.put("wind", 9f);
    return Generic.bytes(row, NEWER, false);
  }

  @Test
  void aFieldWithDefaultIsCompatible() {
    assertThat(EvolutionRule.violations(List.of(TODAY, NEWER), NEWER)).isEmpty();
  }

  @Test
  void anOldReaderThatKnowsTheSchemaPassesOverTheNewField() {
    for (long seed = 0; seed < 20; seed++) {
      Object sample = new Samples(seed).of("Steps");
      RecordCodec<?> codec = (RecordCodec<?>) ByName.codec("Steps");
      byte[] bytes = newer(sample);
      assertThat(Bits.of(codec.fromRow(codec.read(bytes, SchemaNormalization.parsingFingerprint64(NEWER), NEWER)))).isEqualTo(Bits.of(sample));
    }
  }

  @Test
  void aNewReaderFindsTheDefaultInOldBytes() throws IOException {
    byte[] bytes = ByName.codec("Steps").encode(new Samples(1).of("Steps"));
    GenericRecord read = new GenericDatumReader<GenericRecord>(TODAY, NEWER)
        .read(null, DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null));
    assertThat(read.get("wind")).isEqualTo(1.5f);
    assertThat(read.get("rewards")).isEqualTo(Generic.of(new Samples(1).of("Steps")).get("rewards"));
  }

  /// Nothing of it is guessed: whoever does not know the schema says so, and that an upgrade helps.
  @Test
  void anOldReaderThatDoesNotKnowTheSchemaSaysSo() {
    CodecException refused = catchThrowableOfType(CodecException.class, () -> ByName.codec("Steps").decode(newer(new Samples(1).of("Steps"))));
    assertThat(refused.isUnknownSchema()).isTrue();
    assertThat(refused).hasMessageContaining(String.format("%016x", SchemaHistory.fingerprint(NEWER))).hasMessageContaining("upgrade the reader first");
  }

  static Stream<Arguments> incompatible() {
    return Stream.of(
        arguments("field without default", "READER_FIELD_MISSING_DEFAULT_VALUE", change(f -> f + ", {\"name\": \"wind\", \"type\": \"float\"}")),
        arguments("field without default removed", "READER_FIELD_MISSING_DEFAULT_VALUE", change(f -> f.substring(0, f.lastIndexOf(",{\"name\":\"lastActedMs\"")))),
        arguments("field renamed", "READER_FIELD_MISSING_DEFAULT_VALUE", change(f -> f.replace("\"name\":\"episode\"", "\"name\":\"game\""))),
        arguments("number narrowed", "TYPE_MISMATCH", change(f -> f.replace("{\"name\":\"session\",\"type\":\"long\"", "{\"name\":\"session\",\"type\":\"int\""))),
        arguments("number made text", "TYPE_MISMATCH", change(f -> f.replace("{\"name\":\"session\",\"type\":\"long\"", "{\"name\":\"session\",\"type\":\"string\""))),
        arguments("ending added", "MISSING_ENUM_SYMBOLS", change(f -> f.replace("\"TRUNCATED\"]", "\"TRUNCATED\",\"PAUSED\"]"))),
        arguments("purpose removed", "MISSING_ENUM_SYMBOLS", change(f -> f.replace("\"TRAIN\",\"EVALUATE\"]", "\"TRAIN\"]"))),
        arguments("third form of observations", "MISSING_UNION_BRANCH", change(f -> f.replaceFirst("\"bytes\"\\]", "\"bytes\",\"string\"]"))));
  }

  private static Function<String, String> change(Function<String, String> change) {
    return change;
  }

  /// The build refuses it: SchemaHistoryTest asks the same rule about every schema that is really there.
  @ParameterizedTest(name = "{0}")
  @MethodSource("incompatible")
  void theRuleRefuses(String what, String type, Function<String, String> change) {
    Schema next = parse(change);
    assertThat(SchemaHistory.fingerprint(next)).as("a real change").isNotEqualTo(SchemaHistory.fingerprint(TODAY));
    assertThat(EvolutionRule.violations(List.of(TODAY, next), next)).anySatisfy(violation -> assertThat(violation).startsWith(type));
  }

  @Test
  void theRuleRefusesASchemaThatWasChangedInPlace() {
    assertThat(EvolutionRule.violations(List.of(TODAY), NEWER)).singleElement().asString()
        .contains("Steps.avsc is not the newest of its history").contains("history/Steps-2.avsc");
  }

  /// Two steps that are each compatible with the one before need not be so together.
  @Test
  void theRuleLooksAtAllVersionsAndNotOnlyAtTheLast() {
    Schema first = record("{\"name\": \"x\", \"type\": \"int\", \"default\": 0}");
    Schema second = record("");
    Schema third = record("{\"name\": \"x\", \"type\": \"string\", \"default\": \"\"}");
    assertThat(EvolutionRule.violations(List.of(first, second), second)).isEmpty();
    assertThat(EvolutionRule.violations(List.of(second, third), third)).isEmpty();
    assertThat(EvolutionRule.violations(new ArrayList<>(List.of(first, second, third)), third)).isNotEmpty();
  }

  private static Schema record(String fields) {
    return new Schema.Parser().parse("{\"type\": \"record\", \"name\": \"R\", \"fields\": [" + fields + "]}");
  }
}
