// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/// A generic Avro record with typed columns: what cold records pass through on their way to bytes and back.
final class Row {
  private final GenericRecord record;

  /// An empty row of `schema`.
  Row(Schema schema) {
    this(new GenericData.Record(schema));
  }

  Row(GenericRecord record) {
    this.record = record;
  }

  GenericRecord record() {
    return record;
  }

  /// Name of the row's schema.
  String name() {
    return record.getSchema().getName();
  }

  Row put(String column, Object value) {
    record.put(column, value);
    return this;
  }

  Row putSymbol(String column, Enum<?> value) {
    return put(column, new GenericData.EnumSymbol(schema(column), value.name()));
  }

  Row putFixed(String column, byte[] value) {
    return put(column, new GenericData.Fixed(schema(column), value));
  }

  /// @param value null for an absent byte string
  Row putBytes(String column, byte[] value) {
    return put(column, value == null ? null : ByteBuffer.wrap(value));
  }

  Row putFloats(String column, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return put(column, bytes);
  }

  Row putTexts(String column, Map<String, String> values) {
    return put(column, new TreeMap<>(values));
  }

  <T> Row putRows(String column, List<T> values, BiConsumer<Row, T> fill) {
    Schema item = schema(column).getElementType();
    List<GenericRecord> rows = new ArrayList<>(values.size());
    for (T value : values) {
      Row row = new Row(item);
      fill.accept(row, value);
      rows.add(row.record);
    }
    return put(column, rows);
  }

  /// An empty row for this column, not yet put there.
  Row child(String column) {
    return new Row(schema(column));
  }

  /// An empty row for this column's union, of the branch named `branch`.
  Row child(String column, String branch) {
    Schema union = record.getSchema().getField(column).schema();
    return new Row(union.getTypes().stream().filter(type -> type.getName().equals(branch)).findFirst().orElseThrow());
  }

  Object get(String column) {
    return record.get(column);
  }

  long int64(String column) {
    return (Long) get(column);
  }

  int int32(String column) {
    return (Integer) get(column);
  }

  double float64(String column) {
    return (Double) get(column);
  }

  float float32(String column) {
    return (Float) get(column);
  }

  boolean bool(String column) {
    return (Boolean) get(column);
  }

  String text(String column) {
    return get(column).toString();
  }

  <E extends Enum<E>> E symbol(String column, Class<E> type) {
    return Enum.valueOf(type, text(column));
  }

  byte[] fixed(String column) {
    return ((GenericData.Fixed) get(column)).bytes();
  }

  /// Null where absent.
  byte[] bytes(String column) {
    ByteBuffer buffer = (ByteBuffer) get(column);
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  float[] floats(String column) {
    ByteBuffer buffer = whole(column, Float.BYTES);
    float[] values = new float[buffer.remaining() / Float.BYTES];
    buffer.asFloatBuffer().get(values);
    return values;
  }

  double[] doubles(String column) {
    ByteBuffer buffer = whole(column, Double.BYTES);
    double[] values = new double[buffer.remaining() / Double.BYTES];
    buffer.asDoubleBuffer().get(values);
    return values;
  }

  Map<String, String> texts(String column) {
    Map<String, String> texts = new TreeMap<>();
    ((Map<?, ?>) get(column)).forEach((key, value) -> texts.put(key.toString(), value.toString()));
    return texts;
  }

  Row row(String column) {
    return new Row((GenericRecord) get(column));
  }

  <T> List<T> rows(String column, Function<Row, T> make) {
    List<T> rows = new ArrayList<>();
    for (Object row : (List<?>) get(column)) {
      rows.add(make.apply(new Row((GenericRecord) row)));
    }
    return rows;
  }

  @SuppressWarnings("unchecked") // the schema says what the items are
  <T> List<T> items(String column) {
    return (List<T>) get(column);
  }

  private ByteBuffer whole(String column, int width) {
    ByteBuffer buffer = ((ByteBuffer) get(column)).duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (buffer.remaining() % width != 0) {
      throw new IllegalArgumentException(column + " has " + buffer.remaining() + " bytes; expected a multiple of " + width);
    }
    return buffer;
  }

  private Schema schema(String column) {
    return record.getSchema().getField(column).schema();
  }
}
