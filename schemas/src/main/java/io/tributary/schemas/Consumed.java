// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// How much of one producer's training steps the trainer has taken: what the producer's window waits for.
///
/// @param producer its name
/// @param session its start in milliseconds
/// @param steps trained or skipped so far
/// @param lastVersion the version that last took some; forgotten after 1,000 versions of silence
public record Consumed(String producer, long session, long steps, long lastVersion) {}
