// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// One steps record that was not learned from, with its original bytes. A record is accepted or rejected whole.
///
/// @param key the record's key; null where it had none
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
}
