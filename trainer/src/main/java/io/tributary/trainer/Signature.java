// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.function.LongSupplier;

import io.tributary.rl.learning.Agent;
import io.tributary.schemas.AgentHashes;
import io.tributary.schemas.Checkpoint;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.VersionMetrics;

/// Who publishes, under which settings: what every record of one trainer has in common.
///
/// @param session the trainer's start in milliseconds
/// @param settingsRevision revision of its settings
/// @param clockMs for `createdMs`
record Signature(long session, int settingsRevision, LongSupplier clockMs) {

  /// The snapshot of one version. Hashes the whole agent, so it belongs on the committing thread.
  PolicySnapshot snapshot(Publication publication) {
    Agent agent = publication.agent();
    return new PolicySnapshot(
        agent.version(),
        agent.version() - 1,
        settingsRevision,
        agent.policy(),
        publication.progress().rangesSince(publication.parent()),
        publication.batch().skipped(),
        publication.progress().consumed(),
        agent.stepsTrained(),
        AgentHashes.of(agent),
        publication.update().epochsDone(),
        publication.update().stopReason(),
        session,
        clockMs.getAsLong());
  }

  VersionMetrics metrics(Publication publication) {
    return new VersionMetrics(publication.version(), publication.update().metrics(), publication.update().stopReason(), clockMs.getAsLong());
  }

  Checkpoint checkpoint(Agent agent, Progress progress) {
    return new Checkpoint(agent, progress.asPositions(), progress.consumed(), settingsRevision, session, clockMs.getAsLong());
  }
}
