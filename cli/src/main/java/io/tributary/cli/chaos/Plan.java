// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Whom to kill, in which order and when: all from the seed, so that a bad day can be tried again.
///
/// The moments are seeded, what the processes are doing then is not: two runs of one seed differ in what they hit.
final class Plan {
  /// One in so many restarted processes is killed once more while it starts.
  private static final int KILLED_AT_START = 6;
  private static final int LONGEST_DOWN_MS = 3_000;
  private static final int LONGEST_START_MS = 2_000;

  /// One kill.
  ///
  /// @param number from 1
  /// @param victim which part
  /// @param instance which process of it, 0 or 1
  /// @param pauseMs after a sign of its life
  /// @param downMs until it is started again
  /// @param againMs after that start it is killed once more, which does not count; −1: it is not
  record Kill(int number, Victim victim, int instance, int pauseMs, int downMs, int againMs) {}

  private final List<Kill> kills;

  private Plan(List<Kill> kills) {
    this.kills = kills;
  }

  static Plan of(ChaosSettings settings) {
    Random random = new Random(settings.seed());
    List<Victim> order = new ArrayList<>();
    for (Victim victim : Victim.values()) {
      order.addAll(Collections.nCopies(settings.leastOfEach(), victim));
    }
    while (order.size() < settings.kills()) {
      order.add(Victim.values()[random.nextInt(Victim.values().length)]);
    }
    Collections.shuffle(order, random);
    List<Kill> kills = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      int againMs = random.nextInt(KILLED_AT_START) == 0 ? random.nextInt(LONGEST_START_MS) : -1;
      kills.add(new Kill(i + 1, order.get(i), random.nextInt(2), random.nextInt(settings.longestPauseMs() + 1), random.nextInt(LONGEST_DOWN_MS), againMs));
    }
    return new Plan(List.copyOf(kills));
  }

  List<Kill> kills() {
    return kills;
  }
}
