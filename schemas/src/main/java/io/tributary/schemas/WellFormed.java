// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import org.apache.avro.Schema;

/// Walks a record without building it, so that Avro's own reader, which trusts lengths, only ever sees bytes that hold what they claim.
final class WellFormed {
  /// Most items of an array or map that become objects; plain numbers are bounded by the bytes alone.
  static final int MOST_ITEMS = 1 << 20;

  private WellFormed() {}

  /// Walks one record of `schema` and demands that it ends where the bytes do.
  ///
  /// @throws CodecException where the bytes are not such a record
  static void require(Schema schema, BinaryInput in) {
    walk(schema, in);
    in.end();
  }

  private static void walk(Schema schema, BinaryInput in) {
    switch (schema.getType()) {
      case NULL -> { }
      case BOOLEAN -> in.bool();
      case INT -> in.int32();
      case LONG -> in.int64();
      case FLOAT -> in.skip(Float.BYTES);
      case DOUBLE -> in.skip(Double.BYTES);
      case STRING -> in.string();
      case BYTES -> in.skip(in.length());
      case FIXED -> in.skip(schema.getFixedSize());
      case ENUM -> in.choice(schema.getEnumSymbols().size());
      case UNION -> walk(schema.getTypes().get(in.choice(schema.getTypes().size())), in);
      case RECORD -> schema.getFields().forEach(field -> walk(field.schema(), in));
      case ARRAY -> items(schema.getElementType(), false, in);
      case MAP -> items(schema.getValueType(), true, in);
    }
  }

  private static void items(Schema item, boolean keyed, BinaryInput in) {
    int least = leastBytes(item) + (keyed ? 1 : 0);
    boolean objects = keyed || item.getType() != Schema.Type.FLOAT && item.getType() != Schema.Type.INT;
    long total = 0;
    for (int items = in.block(least); items != 0; items = in.block(least)) {
      int end = in.blockEnd();
      total += items;
      if (objects && total > MOST_ITEMS) {
        throw in.malformed("more than " + MOST_ITEMS + " items; expected at most that many");
      }
      for (int i = 0; i < items; i++) {
        if (keyed) {
          in.string();
        }
        walk(item, in);
      }
      in.endBlock(end);
    }
  }

  /// Fewest bytes a value takes; items of none would let a few bytes claim any number of them.
  static int leastBytes(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> 0;
      case FLOAT -> Float.BYTES;
      case DOUBLE -> Double.BYTES;
      case FIXED -> schema.getFixedSize();
      case UNION -> 1 + schema.getTypes().stream().mapToInt(WellFormed::leastBytes).min().orElse(0);
      case RECORD -> schema.getFields().stream().mapToInt(field -> leastBytes(field.schema())).sum();
      default -> 1;
    };
  }
}
