// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// Limits of settings; the message starts with the setting's path.
final class Requirement {
  private Requirement() {}

  static void between(String path, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(path + " is " + number(value) + "; expected " + number(low) + " to " + number(high));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9 ? Long.toString((long) value) : Double.toString(value);
  }
}
