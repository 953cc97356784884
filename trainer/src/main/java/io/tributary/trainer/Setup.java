// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Map;
import java.util.function.LongSupplier;

import io.tributary.rl.learning.Algorithm;
import io.tributary.runs.Run;

/// What stays the same over all incarnations of one trainer.
///
/// @param run what it trains
/// @param algorithm how
/// @param settings of taking batches and publishing
/// @param flattened all settings of the run by dotted name, as a revision records them
/// @param codeVersion which code this is, as a revision records it
/// @param clients makes Kafka clients
/// @param clockNs measures waits and updates
/// @param clockMs milliseconds since the epoch
/// @param ownership whose run it is
/// @param lost what of the loss that it finds is accepted
/// @param statistics what has been committed
record Setup(
    Run run,
    Algorithm algorithm,
    TrainerSettings settings,
    Map<String, String> flattened,
    String codeVersion,
    Clients clients,
    LongSupplier clockNs,
    LongSupplier clockMs,
    Ownership ownership,
    LostTrajectories lost,
    Statistics statistics) {}
