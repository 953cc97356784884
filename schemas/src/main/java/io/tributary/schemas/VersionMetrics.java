// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import io.tributary.rl.learning.Metrics;
import io.tributary.rl.learning.StopReason;

/// The figures of one version: a row of the metrics topic.
///
/// @param version it belongs to
/// @param metrics figures by name; one that does not apply is absent
/// @param stopReason why the update ended
/// @param createdMs milliseconds since the epoch
public record VersionMetrics(long version, Metrics metrics, StopReason stopReason, long createdMs) {}
