// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.learning.Metric;

import static org.assertj.core.api.Assertions.assertThat;

/// No schema that was ever written is forgotten, and each can read each other.
class SchemaHistoryTest {
  static List<String> records() {
    return SchemaHistory.RECORDS;
  }

  /// Today's schema is the newest of its history, and everyone reads everyone; {@link SchemaEvolutionTest} shows what this refuses.
  @ParameterizedTest
  @MethodSource("records")
  void shouldKeepToTheRule(String record) {
    assertThat(EvolutionRule.violations(SchemaHistory.versions(record), SchemaHistory.current(record))).isEmpty();
  }

  @Test
  void shouldHaveNoTwoVersionsAlike() {
    Set<Long> fingerprints = new HashSet<>();
    for (String record : SchemaHistory.RECORDS) {
      for (Schema version : SchemaHistory.versions(record)) {
        assertThat(fingerprints.add(SchemaHistory.fingerprint(version))).as("%s", version).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void shouldDocumentEveryField(String record) {
    Schema schema = SchemaHistory.current(record);
    assertThat(schema.getNamespace()).isEqualTo("io.tributary");
    shouldDocument(schema);
  }

  private static void shouldDocument(Schema schema) {
    switch (schema.getType()) {
      case RECORD -> {
        assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
        for (Schema.Field field : schema.getFields()) {
          assertThat(field.doc()).as("%s.%s", schema.getFullName(), field.name()).isNotBlank();
          shouldDocument(field.schema());
        }
      }
      case ARRAY -> shouldDocument(schema.getElementType());
      case UNION -> schema.getTypes().forEach(SchemaHistoryTest::shouldDocument);
      case ENUM, FIXED -> assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
      default -> { }
    }
  }

  /// An optional column is a union with null, first, so that null can be its default.
  @ParameterizedTest
  @MethodSource("records")
  void shouldDefaultOptionalColumnsToNull(String record) {
    for (Schema.Field field : SchemaHistory.current(record).getFields()) {
      if (field.schema().isNullable()) {
        assertThat(field.schema().getTypes().getFirst().getType()).as(field.name()).isEqualTo(Schema.Type.NULL);
        assertThat(field.hasDefaultValue()).as(field.name()).isTrue();
      }
    }
  }

  /// Items of no bytes would let a short record claim any number of them.
  @ParameterizedTest
  @MethodSource("records")
  void shouldHaveNoItemsWithoutBytes(String record) {
    for (Schema.Field field : SchemaHistory.current(record).getFields()) {
      if (field.schema().getType() == Schema.Type.ARRAY) {
        assertThat(WellFormed.leastBytes(field.schema().getElementType())).as(field.name()).isPositive();
      }
    }
  }

  @Test
  void shouldHaveAColumnForEveryMetric() {
    for (Metric metric : Metric.values()) {
      assertThat(SchemaHistory.current("VersionMetrics").getField(metric.field())).as("VersionMetrics.%s", metric.field()).isNotNull();
    }
    assertThat(SchemaHistory.current("VersionMetrics").getFields()).hasSize(Metric.values().length + 3);
  }
}
