// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

/// Trajectories by what became of them, and what was checked of versions.
///
/// @param trajectoriesTrained in the ranges of versions, and learned from
/// @param trajectoriesSkipped in the ranges of versions, and named as skipped
/// @param trajectoriesNotConsumed above the newest range's end
/// @param trajectoriesExpired offsets that retention has removed, and trajectories of versions that it has removed
/// @param trajectoriesLostAccepted offsets that versions name as deleted before they were learned from
/// @param stepsTrained as the newest version says
/// @param versions snapshots that were read
/// @param versionsExpired older versions that retention has removed
/// @param versionsUnchecked versions whose steps trained could not be added up, because retention has removed trajectories or the parent
/// @param newestVersion −1 where there is none
/// @param checkpoints that were read
/// @param metricsRows that were read
/// @param hashesChecked SHA-256 that were computed again, or compared between a checkpoint and its snapshot
public record VersionTotals(
    long trajectoriesTrained,
    long trajectoriesSkipped,
    long trajectoriesNotConsumed,
    long trajectoriesExpired,
    long trajectoriesLostAccepted,
    long stepsTrained,
    long versions,
    long versionsExpired,
    long versionsUnchecked,
    long newestVersion,
    long checkpoints,
    long metricsRows,
    long hashesChecked) {}
