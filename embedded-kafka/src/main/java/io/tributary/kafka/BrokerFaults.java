// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import kafka.server.FaultHandlerFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.FaultHandlerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where every fault of one broker arrives: kept, logged, and told to listeners; the JVM lives on.
///
/// Kafka's own factory halts the process on a fatal fault, without a word to the rest of it. In this JVM a trainer may be in the
/// middle of something, so the decision belongs to whoever started the broker.
final class BrokerFaults implements FaultHandlerFactory {
  /// A broken broker can fault at every request: the first ones tell the story, the rest are counted in the log only.
  static final int KEPT = 100;

  private static final Logger LOG = LoggerFactory.getLogger(BrokerFaults.class);

  private final List<BrokerFault> kept = new ArrayList<>();
  private final List<Consumer<BrokerFault>> listeners = new ArrayList<>();

  @Override
  public FaultHandler build(String name, boolean fatal, Runnable action) {
    return (message, cause) -> {
      runQuietly(action);
      report(new BrokerFault(name, message, fatal, Optional.ofNullable(cause)));
      return new FaultHandlerException(name + ": " + message, cause);
    };
  }

  /// Records one fault and tells every listener, on the thread that noticed it.
  void report(BrokerFault fault) {
    LOG.error("{}", fault.describe(), fault.cause().orElse(null));
    List<Consumer<BrokerFault>> told;
    synchronized (this) {
      if (kept.size() < KEPT) {
        kept.add(fault);
      }
      told = List.copyOf(listeners);
    }
    told.forEach(listener -> tell(listener, fault));
  }

  /// Adds a listener; it is told at once of what has already happened, so none is missed between start and here.
  void add(Consumer<BrokerFault> listener) {
    List<BrokerFault> earlier;
    synchronized (this) {
      listeners.add(listener);
      earlier = List.copyOf(kept);
    }
    earlier.forEach(fault -> tell(listener, fault));
  }

  /// The first [#KEPT] faults, oldest first.
  synchronized List<BrokerFault> kept() {
    return List.copyOf(kept);
  }

  private static void tell(Consumer<BrokerFault> listener, BrokerFault fault) {
    try {
      listener.accept(fault);
    } catch (RuntimeException e) {
      LOG.error("a listener failed on '{}'; the other listeners are told all the same", fault.describe(), e);
    }
  }

  /// The action is Kafka's own bookkeeping (an error metric): its failure must not hide the fault.
  private static void runQuietly(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.warn("counting a fault failed; the fault itself is reported next", e);
    }
  }
}
