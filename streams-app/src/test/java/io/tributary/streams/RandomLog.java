// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Steps;

/// Logs as a bad network, dying producers and silences make them: several environments interleaved, records lost, repeated, swapped, some
/// worthless, producers started again.
final class RandomLog {
  /// @param steps what is sent
  /// @param worthless whether it must be rejected whatever came before
  /// @param timeMs record time
  record Line(Steps steps, boolean worthless, long timeMs) {}

  private final Random random;

  RandomLog(long seed) {
    random = new Random(seed);
  }

  List<Line> lines(AssemblyRules rules) {
    List<List<World.Piece>> producers = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      producers.add(disturbed(producer("p/" + i)));
    }
    List<Line> lines = new ArrayList<>();
    long timeMs = 5_000;
    while (producers.removeIf(List::isEmpty) || !producers.isEmpty()) {
      if (producers.isEmpty()) {
        break;
      }
      World.Piece piece = producers.get(random.nextInt(producers.size())).removeFirst();
      boolean worthless = random.nextInt(25) == 0;
      piece.returnBefore = worthless ? Double.NaN : random.nextBoolean() ? World.returnBefore(piece.episode, piece.index) : 0;
      lines.add(new Line(piece.steps(), worthless, timeMs));
      timeMs += switch (random.nextInt(40)) {
        case 0 -> rules.abandonAfterMs() / 2 + random.nextInt(1_000);
        case 1 -> rules.abandonAfterMs();
        case 2 -> random.nextInt(3) == 0 ? rules.forgetAfterMs() : 0;
        case 3 -> -random.nextInt(2_000);
        default -> random.nextInt(1_000);
      };
    }
    return lines;
  }

  private List<World.Piece> producer(String environment) {
    List<World.Piece> pieces = new ArrayList<>();
    long session = 1;
    long episode = 0;
    int recurrent = random.nextInt(3) - 1;
    for (int episodes = random.nextInt(12); episodes > 0; episodes--) {
      Purpose purpose = random.nextInt(5) == 0 ? Purpose.EVALUATE : Purpose.TRAIN;
      int length = 1 + random.nextInt(14);
      for (int index = 0; index < length;) {
        World.Piece piece = new World.Piece();
        piece.environment = environment;
        piece.session = session;
        piece.episode = episode;
        piece.index = index;
        piece.count = Math.min(length - index, 1 + random.nextInt(4));
        piece.purpose = purpose;
        piece.version = random.nextInt(100);
        piece.cut = random.nextInt(6) == 0;
        piece.withValues = random.nextInt(12) != 0;
        piece.recurrent = random.nextInt(12) == 0 ? random.nextInt(4) - 1 : recurrent;
        index += piece.count;
        if (index == length) {
          piece.ending = random.nextBoolean() ? Ending.TERMINATED : Ending.TRUNCATED;
        }
        pieces.add(piece);
      }
      if (random.nextInt(6) == 0) {
        World.Piece behind = new World.Piece();
        behind.environment = environment;
        behind.session = session;
        behind.episode = episode;
        behind.index = length + random.nextInt(2);
        behind.purpose = purpose;
        behind.recurrent = recurrent;
        pieces.add(behind);
      }
      episode++;
      if (random.nextInt(6) == 0) {
        session++;
        episode = 0;
      }
    }
    return pieces;
  }

  private List<World.Piece> disturbed(List<World.Piece> pieces) {
    List<World.Piece> disturbed = new ArrayList<>();
    for (World.Piece piece : pieces) {
      int what = random.nextInt(20);
      if (what != 0) {
        disturbed.add(piece);
      }
      if (what == 1) {
        disturbed.add(piece);
      }
      if (what == 2 && disturbed.size() > 1) {
        disturbed.add(disturbed.size() - 2, disturbed.removeLast());
      }
      if (what == 3) {
        disturbed.add(disturbed.get(random.nextInt(disturbed.size())));
      }
    }
    return disturbed;
  }
}
