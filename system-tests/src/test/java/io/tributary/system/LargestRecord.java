// SPDX-License-Identifier: Apache-2.0
package io.tributary.system;

import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.runs.Run;
import io.tributary.schemas.Topic;

/// The largest record of steps that is legal: as long as the topic takes, of an environment with four numbers to see and two choices.
final class LargestRecord {
  private static final String ENVIRONMENT = "foreign/0";
  /// What a step takes at most: four numbers seen, one choice, its log-probability, value and reward.
  private static final int STEP_BYTES = 4 * Float.BYTES + 1 + 3 * Float.BYTES;
  private static final int FRAME_BYTES = 400;

  private LargestRecord() {}

  /// Publishes it from a client that is none of our parts, and returns how many steps it has.
  static int publish(Run run) throws Exception {
    Topic<String, Steps> topic = run.topics().steps();
    int count = (topic.maxValueBytes() - FRAME_BYTES) / STEP_BYTES;
    byte[] value = topic.value().encode(steps(count));
    if (value.length > topic.maxValueBytes() || value.length < topic.maxValueBytes() * 0.99) {
      throw new IllegalStateException("the record has " + value.length + " bytes; expected nearly " + topic.maxValueBytes());
    }
    var properties = run.connection().properties("test.foreign");
    properties.put("max.request.size", 2 * value.length);
    try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic.name(), topic.key().encode(ENVIRONMENT), value)).get(30, TimeUnit.SECONDS);
    }
    return count;
  }

  private static Steps steps(int count) {
    float[] evenOdds = new float[count];
    java.util.Arrays.fill(evenOdds, (float) -Math.log(2));
    Columns columns = new Columns.Builder(count, 4, 1)
        .observations(new float[4 * count], 0)
        .nextObservation(new float[4], 0)
        .discreteActions(new int[count], 0)
        .logProbabilities(evenOdds, 0)
        .rewards(new float[count], 0)
        .values(new float[count + 1], 0)
        .build();
    return new Steps(new StepId(ENVIRONMENT, 1, 0, 0), Steps.FOREIGN_POLICY, columns, Ending.TRUNCATED, false, 0, Purpose.TRAIN, false, 0, 0);
  }
}
