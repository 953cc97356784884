// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/// Makes the trainer's Kafka clients; a seam through which tests inject faults.
interface Clients {

  /// A transactional producer under the run's transactional id.
  Producer<byte[], byte[]> producer();

  /// A consumer of committed records, in no group, that never moves its position by itself.
  Consumer<byte[], byte[]> consumer();
}
