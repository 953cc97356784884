// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What can be chosen about a broker; everything else is decided in `BrokerProperties`.
///
/// @param dataDirectory where topics are kept between starts; empty: a temporary directory, deleted when the broker closes
/// @param port the port on 127.0.0.1 to listen at; 0: any free one
/// @param ioThreads threads that handle requests
/// @param networkThreads threads that read and write the clients' connections
/// @param backgroundThreads threads for segment deletion and other upkeep
/// @param startTimeoutMs how long a start may take before it is given up, in milliseconds
/// @param stopTimeoutMs how long a stop may take before it is reported as a fault, in milliseconds
/// @param heapMb heap of a child JVM in MiB; an embedded broker lives in the heap of its JVM
/// @param users file of the users that may come in, a line `name=password` each, `admin` among them; empty: everybody on this machine may, unless the
///     directory was secured before
/// @param kafka further broker properties, passed through as they are; those that make the broker what it is are refused
public record BrokerSettings(
    Optional<Path> dataDirectory,
    int port,
    int ioThreads,
    int networkThreads,
    int backgroundThreads,
    int startTimeoutMs,
    int stopTimeoutMs,
    int heapMb,
    Optional<Path> users,
    Map<String, String> kafka) {

  /// @throws IllegalArgumentException if a component is out of its range; the message begins with the setting's path
  public BrokerSettings {
    inRange("port", port, 0, 65_535);
    inRange("ioThreads", ioThreads, 1, 64);
    inRange("networkThreads", networkThreads, 1, 64);
    inRange("backgroundThreads", backgroundThreads, 1, 64);
    inRange("startTimeoutMs", startTimeoutMs, 1_000, 600_000);
    inRange("stopTimeoutMs", stopTimeoutMs, 1_000, 600_000);
    inRange("heapMb", heapMb, 128, 65_536);
    kafka = Map.copyOf(kafka);
    var _ = DiskLimit.ofMb(kafka);
    for (String key : new TreeMap<>(kafka).keySet()) {
      if (BrokerProperties.OWNED.contains(key) || key.startsWith("listener.name.")) {
        throw new IllegalArgumentException(
            "broker.kafka." + key + " is set; expected none of " + BrokerProperties.OWNED + ": the broker decides these itself");
      }
    }
  }

  /// A temporary broker on any free port, sized for two cores shared with the rest of the pipeline.
  public static BrokerSettings defaults() {
    return new BrokerSettings(Optional.empty(), 0, 2, 1, 2, 60_000, 10_000, 512, Optional.empty(), Map.of());
  }

  /// The same with its data kept in a directory, which is made if it is missing.
  public BrokerSettings withDataDirectory(Path directory) {
    return new BrokerSettings(Optional.of(directory), port, ioThreads, networkThreads, backgroundThreads,
        startTimeoutMs, stopTimeoutMs, heapMb, users, kafka);
  }

  /// The same on another port; 0 for any free one.
  public BrokerSettings withPort(int newPort) {
    return new BrokerSettings(dataDirectory, newPort, ioThreads, networkThreads, backgroundThreads,
        startTimeoutMs, stopTimeoutMs, heapMb, users, kafka);
  }

  /// The same with another limit of its start, for a busy machine.
  public BrokerSettings withStartTimeoutMs(int newStartTimeoutMs) {
    return new BrokerSettings(dataDirectory, port, ioThreads, networkThreads, backgroundThreads,
        newStartTimeoutMs, stopTimeoutMs, heapMb, users, kafka);
  }

  /// The same with one more property of Kafka's, such as `log.retention.bytes`.
  public BrokerSettings withKafka(String key, String value) {
    Map<String, String> more = new TreeMap<>(kafka);
    more.put(key, value);
    return new BrokerSettings(dataDirectory, port, ioThreads, networkThreads, backgroundThreads,
        startTimeoutMs, stopTimeoutMs, heapMb, users, more);
  }

  /// The same for the users of a file, who prove who they are and may do what access rules grant; `admin` may do everything.
  public BrokerSettings withUsers(Path file) {
    return new BrokerSettings(dataDirectory, port, ioThreads, networkThreads, backgroundThreads,
        startTimeoutMs, stopTimeoutMs, heapMb, Optional.of(file), kafka);
  }

  /// The same with producers stopped where the records of all topics take so much, in MiB.
  public BrokerSettings withDiskLimitMb(int limitMb) {
    return withKafka(DiskLimit.PROPERTY, Integer.toString(limitMb));
  }

  /// Where producers are stopped, in MiB of records.
  public int diskLimitMb() {
    return DiskLimit.ofMb(kafka);
  }

  /// Properties that any Kafka should have to keep what the parts promise and to keep nobody waiting; those of the embedded broker that are not
  /// about its size, its addresses or its nodes.
  public static Map<String, String> advised() {
    return BrokerProperties.anywhere();
  }

  /// Further properties of a Kafka with one node, whose inner topics could not have three replicas.
  public static Map<String, String> advisedForOneNode() {
    return BrokerProperties.oneNode();
  }

  private static void inRange(String name, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException("broker." + name + " is " + value + "; expected " + low + " to " + high);
    }
  }
}
