// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Marks of the bytes of rejected records: the first 4 of their SHA-256.
final class Originals {
  private Originals() {}

  /// The mark of `bytes`.
  static int mark(byte[] bytes) {
    try {
      return markOf(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /// The mark of bytes with this hash.
  static int markOf(byte[] sha256) {
    return (sha256[0] & 0xff) << 24 | (sha256[1] & 0xff) << 16 | (sha256[2] & 0xff) << 8 | sha256[3] & 0xff;
  }
}
