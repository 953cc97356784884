// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo;

/// Names of an observation's elements as Tribuo's features.
public final class FeatureNames {
  private static final int DIGITS = 4;

  private FeatureNames() {}

  /// `o0000`, `o0001`, ...: Tribuo orders features by name, so leading zeros keep them in the observation's order.
  public static String[] of(int observationSize) {
    int digits = Math.max(DIGITS, Integer.toString(observationSize - 1).length());
    String[] names = new String[observationSize];
    for (int i = 0; i < observationSize; i++) {
      String number = Integer.toString(i);
      names[i] = "o" + "0".repeat(digits - number.length()) + number;
    }
    return names;
  }
}
