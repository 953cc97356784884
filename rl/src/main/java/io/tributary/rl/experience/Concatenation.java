// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.experience;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Joins the columns of consecutive records of one episode.
final class Concatenation {
  private Concatenation() {}

  static Columns of(List<Columns> parts) {
    Columns first = parts.get(0);
    Columns last = parts.get(parts.size() - 1);
    int count = 0;
    for (Columns part : parts) {
      if (part.observationSize() != first.observationSize() || part.actionSize() != first.actionSize()
          || (part.discreteActions() == null) != (first.discreteActions() == null)) {
        throw new IllegalArgumentException("records of one episode differ in shape: observation size " + first.observationSize() + " and "
            + part.observationSize() + ", action size " + first.actionSize() + " and " + part.actionSize() + "; expected equal shapes");
      }
      count = Math.addExact(count, part.count());
    }
    Columns.Builder joined = new Columns.Builder(count, first.observationSize(), first.actionSize())
        .observations(floats(parts, Columns::observations), 0)
        .rewards(floats(parts, Columns::rewards), 0);
    if (last.nextObservation().length > 0) {
      joined.nextObservation(last.nextObservation(), 0);
    }
    actions(parts, joined);
    if (any(parts, Columns::environmentActions)) {
      joined.environmentActions(floats(parts, Concatenation::received), 0);
    }
    if (all(parts, Columns::logProbabilities)) {
      joined.logProbabilities(floats(parts, Columns::logProbabilities), 0);
    }
    if (all(parts, Columns::values)) {
      joined.values(values(parts, count), 0);
    }
    if (any(parts, Columns::masks)) {
      int maskSize = maskSize(parts);
      joined.masks(masks(parts, maskSize), 0, maskSize);
    }
    if (first.recurrentBefore() != null && last.recurrentAfter() != null) {
      joined.recurrent(first.recurrentBefore(), last.recurrentAfter());
    }
    return joined.build();
  }

  private static void actions(List<Columns> parts, Columns.Builder joined) {
    if (parts.get(0).discreteActions() == null) {
      joined.continuousActions(floats(parts, Columns::continuousActions), 0);
      return;
    }
    int total = parts.stream().mapToInt(part -> part.discreteActions().length).sum();
    int[] actions = new int[total];
    int at = 0;
    for (Columns part : parts) {
      System.arraycopy(part.discreteActions(), 0, actions, at, part.discreteActions().length);
      at += part.discreteActions().length;
    }
    joined.discreteActions(actions, 0);
  }

  private static float[] values(List<Columns> parts, int count) {
    float[] values = new float[count + 1];
    int at = 0;
    for (Columns part : parts) {
      System.arraycopy(part.values(), 0, values, at, part.count() + 1);
      at += part.count();
    }
    return values;
  }

  /// What the environment received: the actions themselves where nothing else was recorded.
  private static float[] received(Columns part) {
    if (part.environmentActions() != null) {
      return part.environmentActions();
    }
    if (part.continuousActions() != null) {
      return part.continuousActions();
    }
    float[] received = new float[part.discreteActions().length];
    for (int i = 0; i < received.length; i++) {
      received[i] = part.discreteActions()[i];
    }
    return received;
  }

  private static int maskSize(List<Columns> parts) {
    for (Columns part : parts) {
      if (part.masks() != null) {
        return part.masks().length / part.count();
      }
    }
    return 0;
  }

  /// A part without masks allowed everything.
  private static byte[] masks(List<Columns> parts, int maskSize) {
    int total = parts.stream().mapToInt(part -> part.count() * maskSize).sum();
    byte[] masks = new byte[total];
    int at = 0;
    for (Columns part : parts) {
      int length = part.count() * maskSize;
      if (part.masks() == null) {
        Arrays.fill(masks, at, at + length, (byte) 1);
      } else if (part.masks().length != length) {
        throw new IllegalArgumentException("records of one episode differ in mask size: " + maskSize + " and "
            + part.masks().length / part.count() + "; expected equal sizes");
      } else {
        System.arraycopy(part.masks(), 0, masks, at, length);
      }
      at += length;
    }
    return masks;
  }

  private static boolean any(List<Columns> parts, Function<Columns, Object> column) {
    return parts.stream().anyMatch(part -> column.apply(part) != null);
  }

  private static boolean all(List<Columns> parts, Function<Columns, Object> column) {
    return parts.stream().allMatch(part -> column.apply(part) != null);
  }

  private static float[] floats(List<Columns> parts, Function<Columns, float[]> column) {
    int total = parts.stream().mapToInt(part -> column.apply(part).length).sum();
    float[] joined = new float[total];
    int at = 0;
    for (Columns part : parts) {
      float[] source = column.apply(part);
      System.arraycopy(source, 0, joined, at, source.length);
      at += source.length;
    }
    return joined;
  }
}
