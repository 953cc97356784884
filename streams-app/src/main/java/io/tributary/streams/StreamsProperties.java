// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.Map;
import java.util.Properties;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

import io.tributary.runs.Run;

/// How Kafka Streams is configured, with the reasons.
final class StreamsProperties {
  /// With in-memory stores each start has a new transactional id, so a dead process's open transaction hides data until this has passed.
  static final int TRANSACTION_TIMEOUT_MS = 5_000;
  static final int SESSION_TIMEOUT_MS = 6_000;
  private static final int HEARTBEAT_INTERVAL_MS = 2_000;
  private static final int COMMIT_WITHOUT_RESULTS_MS = 500;
  private static final int POLL_MS = 5;
  private static final int FETCH_MAX_WAIT_MS = 50;
  private static final int RETRY_BACKOFF_MS = 5;
  private static final int MAX_POLL_RECORDS = 5_000;
  private static final int BATCH_BYTES = 128 * 1024;
  private static final String READ_COMMITTED = "read_committed";
  private static final long INPUT_BUFFER_BYTES = 64L << 20;

  private StreamsProperties() {}

  /// Name by which the group knows thread `thread` of this instance, whoever runs it.
  static String groupInstanceId(Run run, StreamSettings settings) {
    return run.clientId("stream", Integer.toString(settings.instance()));
  }

  /// Three layers: our tuning; over it what the user passes through; over both what correctness rests on, which is not for choice.
  static Properties of(Run run, StreamSettings settings, short replicationFactor) {
    Properties properties = new Properties();
    tune(properties, run, settings, replicationFactor);
    properties.putAll(run.connection().properties(groupInstanceId(run, settings)));
    fix(properties, run, settings);
    return properties;
  }

  private static void tune(Properties properties, Run run, StreamSettings settings, short replicationFactor) {
    properties.putAll(Map.of(
        // CommitPace asks for commits of results; this is for what has none yet: open steps.
        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Math.max(COMMIT_WITHOUT_RESULTS_MS, settings.commitIntervalMs()),
        StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads(),
        StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) replicationFactor,
        StreamsConfig.POLL_MS_CONFIG, POLL_MS,
        // The stores are small and in memory: a process that has come back restores them in a moment and is to share the work at once, not to
        // warm up as a standby until the next probing rebalance, ten minutes later.
        StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, Long.MAX_VALUE,
        StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, MAX_POLL_RECORDS,
        "input.buffer.max.bytes", INPUT_BUFFER_BYTES));
    consumer(properties, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
    consumer(properties, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_INTERVAL_MS);
    consumer(properties, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MS);
    consumer(properties, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
    producer(properties, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    producer(properties, ProducerConfig.LINGER_MS_CONFIG, 0);
    // Each transaction has a new epoch. The broker verifies its first batch apart from the others, so a second one in flight may overtake it
    // and be refused as out of order, which costs a retry and a line of ERROR in the broker's log.
    producer(properties, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    // A transaction that begins while the last one's markers are still being written is told to come again: soon, not in 100 ms.
    producer(properties, ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF_MS);
    producer(properties, ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    run.topics().topologyLimits().producerConfig().forEach((name, value) -> producer(properties, name, value));
  }

  /// Each record once: one transaction for inputs, outputs and state; offsets that {@link StartOffsets} settled and nothing else; names that
  /// find the state again; a stop at whatever goes wrong. Kafka itself refuses to commit offsets on the side.
  private static void fix(Properties properties, Run run, StreamSettings settings) {
    properties.putAll(Map.of(
        StreamsConfig.APPLICATION_ID_CONFIG, run.topics().applicationId(),
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2,
        StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic",
        StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true));
    // The assembler is total, so whatever throws is a defect or an outage: stop rather than skip.
    properties.putAll(Map.of(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailExceptionHandler.class,
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailProcessingExceptionHandler.class,
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true,
        StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, DefaultProductionExceptionHandler.class));
    main(properties, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, groupInstanceId(run, settings));
    main(properties, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    // Kafka keeps to this where it is asked otherwise for all consumers, but not where one is named.
    main(properties, ConsumerConfig.ISOLATION_LEVEL_CONFIG, READ_COMMITTED);
    properties.put(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), READ_COMMITTED);
  }

  private static void main(Properties properties, String name, Object value) {
    properties.put(StreamsConfig.mainConsumerPrefix(name), value);
  }

  private static void consumer(Properties properties, String name, Object value) {
    properties.put(StreamsConfig.consumerPrefix(name), value);
  }

  private static void producer(Properties properties, String name, Object value) {
    properties.put(StreamsConfig.producerPrefix(name), value);
  }
}
