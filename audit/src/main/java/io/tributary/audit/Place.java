// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

/// One record, as messages name it: `topic-partition@offset`.
record Place(String topic, int partition, long offset) {
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
