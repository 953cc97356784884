// SPDX-License-Identifier: Apache-2.0
/// What an environment did, as plain immutable records: spaces, endings, steps as published, trajectories as assembled.
///
/// All matrices are row-major and flat: row `t` of an observation matrix starts at `t × observationSize`.
package io.tributary.rl.experience;
