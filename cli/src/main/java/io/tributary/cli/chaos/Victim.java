// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.chaos;

import java.util.Locale;

/// A part that can be killed.
enum Victim {
  /// One of two producers.
  PRODUCER,
  /// One of two topology processes that share the partitions.
  TOPOLOGY,
  /// The trainer.
  TRAINER,
  /// The only broker.
  BROKER;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
