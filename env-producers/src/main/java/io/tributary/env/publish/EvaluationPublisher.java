// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.time.Duration;

import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Steps;
import io.tributary.runs.Run;

/// Publishes the steps of one evaluation to a run, whose topology makes them entries of the episodes topic; nobody trains on them.
///
/// **Assumptions.** One thread. Steps come from [io.tributary.env.evaluate.Evaluation] under this object's name and session.
/// **Example.** `Evaluation.play(…, publisher.producer(), publisher.session(), version, publisher::send); publisher.drain();`
public final class EvaluationPublisher implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final String producer = "evaluation-" + ProducerNames.random();
  private final long session = System.currentTimeMillis();
  private final StepsPublisher publisher;

  public EvaluationPublisher(Run run) {
    publisher = new StepsPublisher(run, run.clientId("evaluate", producer));
  }

  /// Name the steps carry.
  public String producer() {
    return producer;
  }

  /// This object's start in milliseconds since the epoch.
  public long session() {
    return session;
  }

  /// Sends one record.
  ///
  /// @throws IllegalArgumentException for steps that are to be trained on
  /// @throws io.tributary.runs.RunException where this or an earlier one could not be sent
  public void send(Steps steps) {
    if (steps.purpose() != Purpose.EVALUATE) {
      throw new IllegalArgumentException(steps.first() + " is for training; expected steps of an evaluation; it is not published");
    }
    publisher.send(steps);
  }

  /// Waits until everything is acknowledged; nothing can be sent afterwards.
  ///
  /// @throws io.tributary.runs.RunException where some of it was not, within 10 s
  public void drain() {
    publisher.drain(DRAIN);
  }

  /// Gives up what is not acknowledged yet.
  @Override
  public void close() {
    publisher.close();
  }
}
