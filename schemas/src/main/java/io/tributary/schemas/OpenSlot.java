// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.Objects;

/// Names a slot of open steps in the topology's store: an environment's, by number.
///
/// @param environment id of the environment
/// @param number counted from 0; in use while it is below the header row's {@link OpenEnvironment#openRecords()}
public record OpenSlot(String environment, int number) {
  public OpenSlot {
    Objects.requireNonNull(environment, "environment");
  }
}
