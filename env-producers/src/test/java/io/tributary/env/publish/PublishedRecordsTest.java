// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PublishedRecordsTest {
  private final PublishedRecords records = new PublishedRecords();

  private long rejected(int partition, long offset) {
    records.rejected(partition, offset);
    return records.takeRejectedSteps();
  }

  @Test
  void shouldKnowItsOwnRecordsOnceByPartitionAndOffset() {
    records.acknowledged(0, 3, 32);
    records.acknowledged(0, 9, 7);
    records.acknowledged(2, 3, 5);

    assertThat(rejected(0, 3)).isEqualTo(32);
    assertThat(rejected(0, 3)).as("a second time").isZero();
    assertThat(rejected(0, 4)).as("another producer's").isZero();
    assertThat(rejected(1, 3)).as("another partition").isZero();
    assertThat(rejected(2, 3)).isEqualTo(5);
    assertThat(rejected(0, 9)).isEqualTo(7);
  }

  @Test
  void shouldCountARejectionThatWasReadBeforeItsAcknowledgement() {
    records.acknowledged(0, 1, 32);
    records.rejected(0, 5);
    records.rejected(0, 6);
    records.rejected(0, 8);
    assertThat(records.takeRejectedSteps()).as("nobody knows yet whose they are").isZero();

    records.acknowledged(0, 6, 9);
    assertThat(records.takeRejectedSteps()).as("5 was another producer's").isEqualTo(9);
    records.acknowledged(0, 8, 4);
    records.acknowledged(0, 9, 3);
    assertThat(records.takeRejectedSteps()).isEqualTo(4);
    assertThat(rejected(0, 6)).as("a second time").isZero();
    assertThat(rejected(0, 9)).isEqualTo(3);
  }

  @Test
  void shouldRememberTheNewestOnly() {
    int more = 100;
    for (int i = 0; i < PublishedRecords.CAPACITY + more; i++) {
      records.acknowledged(0, i, 4);
    }
    assertThat(rejected(0, more - 1)).isZero();
    assertThat(rejected(0, more)).isEqualTo(4);
    assertThat(rejected(0, PublishedRecords.CAPACITY + more - 1)).isEqualTo(4);
  }
}
