// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.chaos;

/// How much harm is done.
///
/// @param seed of the order of the kills, their moments, and of the run itself
/// @param kills that count, 1 to 10,000
/// @param leastOfEach kills that each of the four parts is to get, at most a quarter of them
/// @param longestPauseMs between a sign of life of the next victim and its kill, 0 to 60,000
/// @param rate steps a second of each of the two producers, 100 to 100,000
/// @param patienceS longest wait for a sign of life, 10 to 600
public record ChaosSettings(long seed, int kills, int leastOfEach, int longestPauseMs, int rate, int patienceS) {

  /// @throws IllegalArgumentException where one is out of its range; the message begins with its option
  public ChaosSettings {
    inRange("--kills", kills, 1, 10_000);
    inRange("--least-of-each", leastOfEach, 0, kills / Victim.values().length);
    inRange("--longest-pause-ms", longestPauseMs, 0, 60_000);
    inRange("--rate", rate, 100, 100_000);
    inRange("--patience", patienceS, 10, 600);
  }

  private static void inRange(String option, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(option + " is " + value + "; expected " + low + " to " + high);
    }
  }
}
