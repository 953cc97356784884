// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.Arrays;
import java.util.Objects;

/// One steps record that was not learned from, with its original bytes. A record is accepted or rejected whole.
///
/// @param key up to 1 KiB of the record's key; null where it had none
/// @param original up to 64 KiB of the record's value
/// @param originalLength full length of the value in bytes
/// @param originalSha256 SHA-256 of the full value
/// @param partition of the steps topic
/// @param offset of the record
/// @param firstIndex index of its first step; −1 if undecodable
/// @param count steps in it; −1 if undecodable
/// @param reason why
/// @param message where, what was got, what was expected
/// @param rejectedMs record time
public record RejectedStep(
    byte[] key,
    byte[] original,
    int originalLength,
    byte[] originalSha256,
    int partition,
    long offset,
    long firstIndex,
    int count,
    RejectionReason reason,
    String message,
    long rejectedMs) {

  /// Most bytes of the original that are kept.
  public static final int MAX_ORIGINAL_BYTES = 64 * 1024;
  /// Most bytes of the key that are kept; an environment id fits.
  public static final int MAX_KEY_BYTES = 1024;
  /// Longest message; longer ones are cut.
  public static final int MAX_MESSAGE_LENGTH = 1000;

  private static final int SHA256_BYTES = 32;

  public RejectedStep {
    Objects.requireNonNull(reason, "reason");
    if (original.length > MAX_ORIGINAL_BYTES || original.length > originalLength || key != null && key.length > MAX_KEY_BYTES) {
      throw new IllegalArgumentException("rejected step with " + original.length + " of " + originalLength + " bytes and a key of "
          + (key == null ? 0 : key.length) + "; expected at most " + MAX_ORIGINAL_BYTES + " and " + MAX_KEY_BYTES);
    }
    if (originalSha256.length != SHA256_BYTES) {
      throw new IllegalArgumentException("SHA-256 of " + originalSha256.length + " bytes; expected " + SHA256_BYTES);
    }
    if (message.length() > MAX_MESSAGE_LENGTH) {
      message = message.substring(0, MAX_MESSAGE_LENGTH - 1) + "…";
    }
  }

  /// The rejection of a record, its key and value cut to what is kept and the value hashed.
  ///
  /// @param key the record's key; null where it has none
  /// @param value the record's value; null counts as empty
  public static RejectedStep of(
      byte[] key, byte[] value, int partition, long offset, long firstIndex, int count, RejectionReason reason, String message, long rejectedMs) {
    byte[] original = value == null ? new byte[0] : value;
    return new RejectedStep(cut(key, MAX_KEY_BYTES), cut(original, MAX_ORIGINAL_BYTES), original.length, AgentDigest.sha256(original),
        partition, offset, firstIndex, count, reason, message, rejectedMs);
  }

  private static byte[] cut(byte[] bytes, int most) {
    return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
  }
}
