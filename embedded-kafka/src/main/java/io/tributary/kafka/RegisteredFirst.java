// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import kafka.server.FaultHandlerFactory;
import kafka.server.KafkaConfig;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.image.loader.MetadataLoader;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Kafka's own, but the broker sees no metadata older than its own registration.
///
/// A broker that comes back after a kill otherwise may act on what the log says of its former life: it takes the lead of its partitions, loses it as its
/// registration arrives, and takes it again. Each time Kafka's group coordinator loads `__consumer_offsets`, and takes the end of the first load for
/// that of the second (4.3.1: `CoordinatorContext.load` looks at the state alone): it then answers while it still reads, so that groups are told offsets
/// from long ago, or stands still for ever if the first load had failed. Both were seen in chaos.
final class RegisteredFirst extends SharedServer {
  private static final Logger LOG = LoggerFactory.getLogger(RegisteredFirst.class);
  static final long NOT_REGISTERED = -1;
  private static final long ASK_AGAIN_NS = 5_000_000;

  private final long limitNs;
  private volatile Thread starting;
  private volatile LongSupplier brokerEpoch;

  /// @param limitMs how long to wait for the registration; the broker's own limit of its start comes at the same time
  RegisteredFirst(KafkaConfig config, MetaPropertiesEnsemble directories, Time time, CompletableFuture<Map<Integer, InetSocketAddress>> voters,
      FaultHandlerFactory faults, ServerSocketFactory sockets, long limitMs) {
    super(config, directories, time, new Metrics(), voters, List.of(), faults, sockets);
    limitNs = TimeUnit.MILLISECONDS.toNanos(limitMs);
  }

  /// From now on this thread starts the broker.
  ///
  /// @param epoch of the broker, which is the offset of its registration; −1 before that
  void starts(LongSupplier epoch) {
    brokerEpoch = epoch;
    starting = Thread.currentThread();
  }

  void started() {
    starting = null;
  }

  /// While the broker starts, its starting thread asks for the loader to be told of metadata from then on. Only the first time waits: after a start that
  /// failed, the same thread asks again for every publisher it removes.
  @Override
  public MetadataLoader loader() {
    MetadataLoader loader = super.loader();
    if (Thread.currentThread().equals(starting)) {
      starting = null;
      awaitRegistration(loader);
    }
    return loader;
  }

  private void awaitRegistration(MetadataLoader loader) {
    long deadline = System.nanoTime() + limitNs;
    while (brokerEpoch.getAsLong() == NOT_REGISTERED || loader.lastAppliedOffset() < brokerEpoch.getAsLong()) {
      if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
        LOG.warn("the broker's registration was not seen in the metadata; expected it within its start's limit; the start goes on without waiting");
        return;
      }
      LockSupport.parkNanos(ASK_AGAIN_NS);
    }
  }
}
