// SPDX-License-Identifier: Apache-2.0
/// Learns from trajectories and publishes every version exactly once.
///
/// Start reading at [io.tributary.trainer.TrainingLoop] (the loop on one screen), then `Batcher` (what belongs to a batch), `GroupCommit` (what one
/// transaction holds), `Restore` (where a trainer begins) and [io.tributary.trainer.Trainer] (what happens when any of it fails).
package io.tributary.trainer;
