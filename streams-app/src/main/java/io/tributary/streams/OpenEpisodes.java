// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.function.Consumer;

/// Where one partition's open episodes are kept: a small header row for each environment, and numbered slots for its open records.
///
/// Slots are overwritten in place by the next segment of their environment, so that the rows, and the changelog behind them, stay as few as
/// the longest segment needs.
public interface OpenEpisodes {

  /// Every header row, in any order.
  void headers(Consumer<OpenEnvironment> visitor);

  /// Writes a header row.
  void save(OpenEnvironment header);

  /// Deletes a header row.
  void remove(String environment);

  /// A slot that was saved before.
  OpenSteps slot(String environment, int number);

  /// Writes a slot.
  void saveSlot(String environment, int number, OpenSteps steps);

  /// Deletes a slot, or does nothing where there is none.
  void removeSlot(String environment, int number);
}
