// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

/// The one sentence in which a setting outside its range is refused.
final class Ranges {
  private Ranges() {}

  /// @throws IllegalArgumentException beginning with the setting's path
  static void require(String path, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(path + " is " + value + "; expected " + lowest + " to " + highest);
    }
  }
}
