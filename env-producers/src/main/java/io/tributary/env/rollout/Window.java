// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.rollout;

/// How far a producer may run ahead of the trainer: it starts a rollout only while all its training steps but those of its newest (window − 1)
/// rollouts were trained, skipped or rejected.
///
/// A window of 1 is lock step, 2 and 3 are pipelined, [#UNBOUNDED] never waits. Counting steps rather than versions or offsets is what bounds
/// the lag: versions are committed in groups, and segments close out of offset order. One thread at a time.
public final class Window {
  /// Never waits: live events do not stop.
  public static final int UNBOUNDED = 0;

  private final int rollouts;
  private final long[] totals;
  private long rolloutsDone;
  private long published;
  private long taken;
  private long forgotten;
  private long rejected;

  /// @param rollouts the window; [#UNBOUNDED] for none
  public Window(int rollouts) {
    this.rollouts = rollouts;
    totals = new long[Math.max(1, rollouts)];
  }

  /// A rollout of so many steps was published.
  public void published(long steps) {
    published += steps;
    rolloutsDone++;
    totals[(int) (rolloutsDone % totals.length)] = published;
  }

  /// The newest snapshot says that so many of this session's steps were trained or skipped in all; 0 where it does not name this session.
  ///
  /// A producer that was silent for long is forgotten by the trainer, which then counts from 0 again. Everything published before that was long
  /// since taken.
  public void taken(long steps) {
    if (steps < taken) {
      forgotten = published - rejected - steps;
    }
    taken = steps;
  }

  /// So many published steps were rejected: nobody will ever train on them.
  public void rejected(long steps) {
    rejected += steps;
  }

  /// Nothing outstanding is waited for any longer: it is known that steps were lost, and not whose.
  public void forget() {
    forgotten += outstanding();
  }

  /// Steps that were published and whose fate is not known yet.
  public long outstanding() {
    return published - taken - forgotten - rejected;
  }

  /// Whether the next rollout may start.
  public boolean isOpen() {
    return rollouts == UNBOUNDED || outstanding() <= published - totalBeforeNewest();
  }

  /// Steps published before the newest (window − 1) rollouts.
  private long totalBeforeNewest() {
    long rollout = rolloutsDone - (rollouts - 1);
    return rollout <= 0 ? 0 : totals[(int) (rollout % totals.length)];
  }
}
