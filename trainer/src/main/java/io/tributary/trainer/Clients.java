// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.util.Collection;
import java.util.Map;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/// Makes the trainer's Kafka clients; a seam through which tests inject faults.
interface Clients {

  /// A transactional producer under the run's transactional id.
  Producer<byte[], byte[]> producer();

  /// A consumer of committed records, assigned and never a member of its group, that never moves its position by itself.
  Consumer<byte[], byte[]> consumer();

  /// The same for reading to an end and going elsewhere, rather than waiting for news.
  Consumer<byte[], byte[]> reader();

  /// The offset after the last record of each partition, committed or not.
  Map<TopicPartition, Long> highWatermarks(Collection<TopicPartition> partitions);
}
