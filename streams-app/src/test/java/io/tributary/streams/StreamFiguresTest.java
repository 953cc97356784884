// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What is not known is not called zero, and who does nothing is not called ready.
class StreamFiguresTest {
  private record Figure(MetricName metricName, Object metricValue) implements Metric {}

  private static Map<MetricName, Metric> lags(String topic, double... lags) {
    Map<MetricName, Metric> metrics = new HashMap<>();
    for (int partition = 0; partition < lags.length; partition++) {
      MetricName name = new MetricName("records-lag", "consumer-fetch-manager-metrics", "", Map.of("topic", topic, "partition", Integer.toString(partition)));
      metrics.put(name, new Figure(name, lags[partition]));
    }
    return metrics;
  }

  private static double lag(Map<MetricName, Metric> metrics, int held) {
    return StreamFigures.of(metrics, "run.steps", held).lag();
  }

  @Test
  void shouldKnowTheLagOnlyWhereItIsKnownOfEachPartition() {
    assertThat(lag(lags("run.steps", 3, 4), 2)).isEqualTo(7);
    assertThat(lag(lags("run.steps", 3, 4), 3)).as("one was not fetched yet").isNaN();
    assertThat(lag(lags("run.steps"), 1)).isNaN();
    assertThat(lag(lags("run.trajectories", 3), 1)).isNaN();
    assertThat(lag(lags("run.steps", 3), 0)).as("what another has now").isNaN();
    assertThat(StreamFigures.none().lag()).isNaN();
  }

  @Test
  void shouldBeHinderedWhereItWorksOnNothingThoughItIsNeeded() {
    assertThat(StreamsApp.hindrance(KafkaStreams.State.RUNNING, 1, false)).isEmpty();
    assertThat(StreamsApp.hindrance(KafkaStreams.State.RUNNING, 0, true)).isEmpty();
    assertThat(StreamsApp.hindrance(KafkaStreams.State.RUNNING, 0, false)).hasValueSatisfying(why -> assertThat(why).contains("works on no partition"));
    assertThat(StreamsApp.hindrance(KafkaStreams.State.REBALANCING, 1, true)).hasValueSatisfying(why -> assertThat(why).contains("is REBALANCING"));
  }
}
