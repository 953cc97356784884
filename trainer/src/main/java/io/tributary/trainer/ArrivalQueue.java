// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Hands fetched trajectories from the fetching thread to the training thread; bounded by their encoded bytes.
///
/// **Guarantees.** First in, first out. Once ended or failed, nothing more is handed over and nobody waits; a failure is thrown to the taker.
final class ArrivalQueue {
  private final Deque<Arrival> arrivals = new ArrayDeque<>();
  private final long limitBytes;
  private long bytes;
  private boolean ended;
  private RuntimeException failure;

  /// @param limitBytes bytes from which on [#put] waits; one poll's records may exceed it
  ArrivalQueue(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /// Adds the records of one poll, after waiting while the queue is full.
  ///
  /// @return false once the queue has ended: there is no use in fetching more
  synchronized boolean put(List<Arrival> polled) throws InterruptedException {
    while (!ended && bytes >= limitBytes) {
      wait();
    }
    if (ended) {
      return false;
    }
    for (Arrival arrival : polled) {
      arrivals.add(arrival);
      bytes += arrival.bytes();
    }
    notifyAll();
    return true;
  }

  /// The oldest arrival, waiting for it at most `timeoutNs`; empty after that or when the queue has ended.
  ///
  /// @throws RuntimeException what the queue was failed with
  synchronized Optional<Arrival> take(long timeoutNs) throws InterruptedException {
    long deadline = System.nanoTime() + timeoutNs;
    for (long left = timeoutNs; arrivals.isEmpty() && !ended && left > 0; left = deadline - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 100_000));
    }
    if (failure != null) {
      throw failure;
    }
    if (ended || arrivals.isEmpty()) {
      return Optional.empty();
    }
    Arrival arrival = arrivals.remove();
    bytes -= arrival.bytes();
    notifyAll();
    return Optional.of(arrival);
  }

  /// Nothing more is wanted, or nothing more can come.
  synchronized void end() {
    ended = true;
    arrivals.clear();
    bytes = 0;
    notifyAll();
  }

  /// The same because of a failure, the first of which counts.
  synchronized void fail(RuntimeException why) {
    if (failure == null) {
      failure = why;
    }
    end();
  }

  synchronized boolean ended() {
    return ended;
  }

  synchronized int size() {
    return arrivals.size();
  }
}
