// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// Bytes that are no record of the expected kind.
public final class CodecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean unknownSchema;

  private CodecException(String message, boolean unknownSchema, Throwable cause) {
    super(message, cause);
    this.unknownSchema = unknownSchema;
  }

  /// The bytes are not what their schema says.
  public static CodecException malformed(String message, Throwable cause) {
    return new CodecException(message, false, cause);
  }

  /// The bytes were written with a schema that is not known here.
  public static CodecException unknownSchema(String message) {
    return new CodecException(message, true, null);
  }

  /// Whether a newer reader might understand the bytes.
  public boolean isUnknownSchema() {
    return unknownSchema;
  }
}
