// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PublishedRecordsTest {
  @Test
  void shouldFindARecordByItsPlaceOnce() {
    PublishedRecords records = new PublishedRecords();
    for (int i = 0; i < 1_000; i++) {
      records.add(i % 3, 2L * i, 1 + i % 7);
    }
    assertThat(records.take(0, 9 * 2)).isEqualTo(1 + 9 % 7);
    assertThat(records.take(0, 9 * 2)).as("counted before").isZero();
    assertThat(records.take(1, 9 * 2)).as("of another partition").isZero();
    assertThat(records.take(0, 9 * 2 + 1)).as("somebody else's").isZero();
    assertThat(records.take(5, 0)).as("a partition never written to").isZero();
    assertThat(records.take(0, 999 * 2)).isEqualTo(1 + 999 % 7);
    assertThat(records.take(0, 999_999)).isZero();
  }

  @Test
  void shouldForgetTheOldestWhereThereAreTooMany() {
    PublishedRecords records = new PublishedRecords();
    int more = 10;
    for (int i = 0; i < PublishedRecords.CAPACITY + more; i++) {
      records.add(0, i, 4);
    }
    assertThat(records.take(0, more - 1)).isZero();
    assertThat(records.take(0, more)).isEqualTo(4);
    assertThat(records.take(0, PublishedRecords.CAPACITY + more - 1)).isEqualTo(4);
  }
}
