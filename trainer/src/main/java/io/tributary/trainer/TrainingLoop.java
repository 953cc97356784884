// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Optional;
import java.util.function.Predicate;

import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Update;

/// The trainer: take a batch, learn from it, publish the next version.
///
/// **Guarantees.** Every batch taken gives exactly one version, also one that was skipped whole. What is published depends on the agent,
/// the batches and nothing else, so the same loop over recorded ranges ([RecordedBatches]) gives the same bits.
public final class TrainingLoop {
  private final BatchSource source;
  private final Learning learning;
  private final Salvage salvage;
  private final Publisher publisher;

  public TrainingLoop(BatchSource source, Learning learning, Publisher publisher) {
    this.source = source;
    this.learning = learning;
    salvage = new Salvage(learning);
    this.publisher = publisher;
  }

  /// Trains until the budget is reached or there are no more batches.
  ///
  /// @param agent to start from
  /// @param progress how far it has read
  /// @return the last agent
  /// @throws UnfitUpdateException where nothing can be learned from batch after batch
  public Agent run(Agent agent, Progress progress, Predicate<Agent> budget) throws InterruptedException {
    while (!budget.test(agent)) {
      learning.waiting();
      Optional<TakenBatch> batch = source.next(agent.version());
      if (batch.isEmpty()) {
        break;
      }
      Salvage.Learned learned = salvage.learn(agent, batch.get());
      Update update = learned.update();
      Progress reached = progress.after(batch.get(), update.agent().version());
      publisher.publish(new Publication(update, learned.batch(), progress, reached));
      agent = update.agent();
      progress = reached;
    }
    return agent;
  }
}
