// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import io.tributary.rl.experience.StepId;

/// One steps record that waits for its segment to close, as the topology's changelog has it.
///
/// @param row where in the changelog
/// @param partition of the steps topic
/// @param offset of the record
/// @param first identity of its first step
/// @param count steps in it
record OpenRecord(Place row, int partition, long offset, StepId first, int count) {}
