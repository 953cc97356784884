// SPDX-License-Identifier: Apache-2.0
package io.tributary.monitoring;

/// Text as JSON.
final class Json {
  private static final int FIRST_PRINTABLE = 0x20;

  private Json() {}

  static String text(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < FIRST_PRINTABLE || Character.isSurrogate(c)) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
