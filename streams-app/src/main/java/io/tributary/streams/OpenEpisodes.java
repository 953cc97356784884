// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.function.BiConsumer;

import io.tributary.schemas.OpenEnvironment;
import io.tributary.schemas.OpenSteps;

/// Where one partition's open episodes are kept: a small header row for each environment, and numbered slots for its open records.
///
/// Slots are overwritten in place by the next segment of their environment, so that the rows, and the changelog behind them, stay as few as
/// the longest segment needs.
public interface OpenEpisodes {

  /// Visits every header row, in any order.
  void headers(BiConsumer<String, OpenEnvironment> visitor);

  /// Writes a header row.
  void save(String environment, OpenEnvironment header);

  /// Deletes a header row.
  void remove(String environment);

  /// A slot that was saved before.
  OpenSteps slot(String environment, int number);

  /// Writes a slot.
  void saveSlot(String environment, int number, OpenSteps steps);

  /// Deletes a slot.
  void removeSlot(String environment, int number);
}
