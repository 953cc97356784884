// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// How much of one producer's training steps the trainer has taken: what the producer's window waits for.
///
/// @param producer its name
/// @param session its start in milliseconds
/// @param steps trained or skipped so far
/// @param lastVersion the version that last took some; forgotten after 1,000 versions of silence
public record Consumed(String producer, long session, long steps, long lastVersion) {

  /// Versions after which a silent producer's session is forgotten.
  public static final long SILENT_VERSIONS = 1_000;
  /// Sessions a snapshot names at most; the longest silent go first. Only foreign producers with ever new names get there.
  public static final int MOST_SESSIONS = 3_000;
}
