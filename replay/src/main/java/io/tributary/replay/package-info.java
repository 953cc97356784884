/// Makes a run's versions and trajectories again from its log: to verify them bit for bit, or to see what other settings would have made of the same log.
///
/// Start reading at [io.tributary.replay.Replay] (the call), then `Rebuilding` (version after version), `VersionCheck` and `TrajectoryCheck` (what is
/// compared) and [io.tributary.replay.WhatIf].
package io.tributary.replay;
