// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps Kafka's code from ending this JVM: its few calls of exit and halt (a failed disk, a dead log cleaner) become faults.
///
/// Kafka's exit procedures are one per JVM, so this is too: once installed it stays, since a late thread of a closed broker may
/// still ask. A call cannot be traced to one of several brokers in a JVM, so every open one is told.
final class ExitGuard {
  private static final Logger LOG = LoggerFactory.getLogger(ExitGuard.class);
  private static final Set<BrokerFaults> OPEN = ConcurrentHashMap.newKeySet();

  private ExitGuard() {}

  /// From now until [#unwatch], Kafka's wish to end the JVM is reported to these faults instead.
  static void watch(BrokerFaults faults) {
    OPEN.add(faults);
    Exit.setExitProcedure((status, message) -> refuse("exit", status, message));
    Exit.setHaltProcedure((status, message) -> refuse("halt", status, message));
  }

  static void unwatch(BrokerFaults faults) {
    OPEN.remove(faults);
  }

  /// Never returns: the code that asked expects not to go on, so its thread ends with an exception.
  private static void refuse(String wish, int status, String message) {
    String said = message == null ? "no message; the log says more" : message;
    var asked = new IllegalStateException("Kafka asked to " + wish + " the JVM with status " + status + ": " + said);
    String part = "thread " + Thread.currentThread().getName();
    if (OPEN.isEmpty()) {
      LOG.warn("{} of a broker already closed; this process goes on", part, asked);
    }
    OPEN.forEach(faults -> faults.report(
        new BrokerFault(part, "Kafka asked to " + wish + " the JVM with status " + status, true, Optional.of(asked))));
    throw asked;
  }
}
