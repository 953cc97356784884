// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.Objects;

/// One accepted steps record whose segment is not closed yet: a slot of the topology's store, overwritten in place.
///
/// It keeps the record's own bytes, because a record that cannot be learned from after all is rejected with them.
/// The array belongs to this object: *callers must not write it*.
///
/// @param partition of the steps topic
/// @param offset of the record
/// @param recordMs record time
/// @param original the record's value, as it was read
public record OpenSteps(int partition, long offset, long recordMs, byte[] original) {
  public OpenSteps {
    Objects.requireNonNull(original, "original");
  }
}
