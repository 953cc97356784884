// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.List;
import java.util.Optional;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.Producer;

import io.tributary.rl.learning.Agent;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.schemas.Checkpoint;
import io.tributary.schemas.OffsetRange;
import io.tributary.schemas.SettingsRevision;

/// What an incarnation begins with.
///
/// @param agent newest committed one, or a fresh one, or one that begins with another run's policy
/// @param progress how far it has read
/// @param lost offsets that were deleted before they were learned from
/// @param group whose offsets are committed for lag tools
/// @param signature of all that will be published
/// @param newSettings revision to publish where the settings or the code have changed
/// @param restored whether there was a checkpoint
record Beginning(
    Agent agent,
    Progress progress,
    List<OffsetRange> lost,
    ConsumerGroupMetadata group,
    Signature signature,
    Optional<SettingsRevision> newSettings,
    boolean restored) {

  /// Looks whether the run is this trainer's to begin, before anybody is fenced; the first look gives it its session.
  ///
  /// @throws io.tributary.runs.TakenOverException where someone else has begun since the first look
  static void enter(Setup setup) {
    Run run = setup.run();
    try (Consumer<byte[], byte[]> reader = setup.clients().reader()) {
      setup.ownership().look(run.name(), CommittedReader.ofVisible(run, reader).last(run.topics().checkpoints()));
    }
  }

  /// Reads it; the predecessor must have been fenced.
  ///
  /// @throws io.tributary.runs.TakenOverException where someone else has begun before this trainer came to fence it
  /// @throws RunException where the log is not one to go on from, or the agent is too large for it
  static Beginning read(Setup setup) {
    Run run = setup.run();
    try (Consumer<byte[], byte[]> reader = setup.clients().reader()) {
      Restore restore = new Restore(run, CommittedReader.ofAll(run, setup.clients(), reader));
      Optional<Read<String, Checkpoint>> newest = newest(setup, restore, reader);
      setup.ownership().look(run.name(), newest);
      Optional<Checkpoint> checkpoint = newest.map(Read::value);
      Agent agent = checkpoint.map(Checkpoint::agent).orElseGet(() -> WarmStart.of(run, setup.algorithm().initial(run.spec().seed())));
      Progress progress = checkpoint.map(found -> Progress.of(found.positions(), found.consumed()))
          .orElseGet(() -> Progress.start(run.spec().partitions()));
      SettingsRevision inForce = restore.settings();
      Optional<SettingsRevision> news = Restore.revision(inForce, setup.flattened(), setup.codeVersion(), setup.clockMs().getAsLong());
      Signature signature = new Signature(setup.ownership().session(), news.orElse(inForce).revision(), setup.clockMs());
      requireSize(run, signature.checkpoint(agent, progress));
      List<OffsetRange> lost = setup.lost().find(run, setup.clients(), reader, progress);
      return new Beginning(agent, progress, lost, reader.groupMetadata(), signature, news, checkpoint.isPresent());
    }
  }

  /// A log that does not fit together may be one that somebody else is writing to while it is read: then it is theirs.
  private static Optional<Read<String, Checkpoint>> newest(Setup setup, Restore restore, Consumer<byte[], byte[]> reader) {
    try {
      return restore.checkpoint();
    } catch (RunException unfit) {
      Run run = setup.run();
      setup.ownership().requireOwn(run.name(), CommittedReader.ofVisible(run, reader).last(run.topics().checkpoints()), unfit);
      throw unfit;
    }
  }

  /// Says in the log that this trainer has begun: with version 0, or with the restored checkpoint under its own session.
  ///
  /// @throws CommitException where that was not committed
  GroupCommit announce(Run run, Producer<byte[], byte[]> producer, Transactions transactions) {
    GroupCommit commit = new GroupCommit(run.topics(), producer, signature, group, transactions);
    if (restored) {
      commit.takeOver(agent, progress, newSettings);
    } else {
      commit.commit(List.of(Publication.first(agent, progress)), newSettings);
    }
    return commit;
  }

  /// Where each partition is read from.
  long[] positions() {
    long[] positions = new long[progress.partitions()];
    for (int p = 0; p < positions.length; p++) {
      positions[p] = progress.position(p);
    }
    lost.forEach(range -> positions[range.partition()] = range.until());
    return positions;
  }

  private static void requireSize(Run run, Checkpoint checkpoint) {
    int bytes = run.topics().checkpoints().value().encode(checkpoint).length;
    if (bytes > Checkpoint.MAX_BYTES) {
      throw new RunException("run " + run.name() + ": the agent (" + checkpoint.agent().policy().parameters().length + " parameters) takes " + bytes
          + " bytes as a checkpoint; expected at most " + Checkpoint.MAX_BYTES + "; the trainer does not start (make policy.hidden smaller)");
    }
  }
}
