// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Trajectory;

/// Where two trajectories differ, bit for bit.
///
/// @param column first column, or other field, that differs
/// @param index of the first number in it that differs; −1 for the column as a whole
/// @param expected value of the one that was made again
/// @param got value of the recorded one
/// @param others further columns that differ
record TrajectoryDifference(String column, int index, String expected, String got, List<String> others) {

  /// The first difference; null where there is none.
  static TrajectoryDifference between(Trajectory expected, Trajectory got) {
    List<TrajectoryDifference> all = new ArrayList<>();
    columns(expected.columns(), got.columns(), all);
    floats("rewardsToGo", expected.targets().rewardsToGo(), got.targets().rewardsToGo(), all);
    floats("advantages", expected.targets().advantages(), got.targets().advantages(), all);
    same("identity", expected.first(), got.first(), all);
    same("gamma", expected.gamma(), got.gamma(), all);
    same("lambda", expected.lambda(), got.lambda(), all);
    same("ending", expected.ending(), got.ending(), all);
    same("cut", expected.cut(), got.cut(), all);
    same("lowestVersion", expected.lowestVersion(), got.lowestVersion(), all);
    same("highestVersion", expected.highestVersion(), got.highestVersion(), all);
    same("completeEpisode", expected.completeEpisode(), got.completeEpisode(), all);
    same("returnBefore", expected.returnBefore(), got.returnBefore(), all);
    same("sources", expected.sources(), got.sources(), all);
    if (all.isEmpty()) {
      return null;
    }
    TrajectoryDifference first = all.getFirst();
    return new TrajectoryDifference(first.column, first.index, first.expected, first.got, all.stream().skip(1).map(TrajectoryDifference::column).toList());
  }

  /// `rewards[5]`, with the others.
  String what() {
    return column + (index < 0 ? "" : "[" + index + "]") + (others.isEmpty() ? "" : " (and " + String.join(", ", others) + ")");
  }

  private static void columns(Columns expected, Columns got, List<TrajectoryDifference> all) {
    floats("observations", expected.observations(), got.observations(), all);
    floats("nextObservation", expected.nextObservation(), got.nextObservation(), all);
    int[] choices = expected.discreteActions();
    int[] chosen = got.discreteActions();
    if (!lengths("discreteActions", choices == null ? -1 : choices.length, chosen == null ? -1 : chosen.length, all) && choices != null) {
      int at = Arrays.mismatch(choices, chosen);
      if (at >= 0) {
        all.add(new TrajectoryDifference("discreteActions", at, Integer.toString(choices[at]), Integer.toString(chosen[at]), List.of()));
      }
    }
    floats("continuousActions", expected.continuousActions(), got.continuousActions(), all);
    floats("environmentActions", expected.environmentActions(), got.environmentActions(), all);
    floats("logProbabilities", expected.logProbabilities(), got.logProbabilities(), all);
    floats("values", expected.values(), got.values(), all);
    floats("rewards", expected.rewards(), got.rewards(), all);
    byte[] allowed = expected.masks();
    byte[] masks = got.masks();
    if (!lengths("masks", allowed == null ? -1 : allowed.length, masks == null ? -1 : masks.length, all) && allowed != null) {
      int at = Arrays.mismatch(allowed, masks);
      if (at >= 0) {
        all.add(new TrajectoryDifference("masks", at, Byte.toString(allowed[at]), Byte.toString(masks[at]), List.of()));
      }
    }
    floats("recurrentBefore", expected.recurrentBefore(), got.recurrentBefore(), all);
    floats("recurrentAfter", expected.recurrentAfter(), got.recurrentAfter(), all);
  }

  private static void floats(String column, float[] expected, float[] got, List<TrajectoryDifference> all) {
    if (lengths(column, expected == null ? -1 : expected.length, got == null ? -1 : got.length, all) || expected == null) {
      return;
    }
    int at = FloatBits.mismatch(expected, got);
    if (at >= 0) {
      all.add(new TrajectoryDifference(column, at, FloatBits.text(expected[at]), FloatBits.text(got[at]), List.of()));
    }
  }

  /// Whether they differ in length, or in being there at all.
  private static boolean lengths(String column, int expected, int got, List<TrajectoryDifference> all) {
    if (expected == got) {
      return false;
    }
    all.add(new TrajectoryDifference(column, -1, numbers(expected), numbers(got), List.of()));
    return true;
  }

  private static String numbers(int length) {
    return length < 0 ? "absent" : length + " numbers";
  }

  private static void same(String column, Object expected, Object got, List<TrajectoryDifference> all) {
    if (!Objects.equals(expected, got)) {
      all.add(new TrajectoryDifference(column, -1, String.valueOf(expected), String.valueOf(got), List.of()));
    }
  }
}
