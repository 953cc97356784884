// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.experience;

import java.util.List;

/// The set an observation or an action lives in. Equality decides whether two parts of a run may talk to one another.
///
/// Discrete and multi-discrete values travel as ints, box values as floats (or as unsigned bytes where `pixels` says so).
public sealed interface Space permits Space.Discrete, Space.MultiDiscrete, Space.Box {

  /// Largest number of elements one value may have: 128 × 128 RGB pixels with 4 stacked frames fit well below it.
  int MAX_ELEMENTS = 1 << 20;

  /// Numbers one value of this space consists of.
  int elements();

  /// Whether values are whole numbers, kept as ints.
  boolean integral();

  /// One of `0 … n−1`.
  record Discrete(int n) implements Space {
    public Discrete {
      if (n < 1 || n > MAX_ELEMENTS) {
        throw new IllegalArgumentException("Discrete space of size " + n + "; expected 1 to " + MAX_ELEMENTS);
      }
    }

    @Override
    public int elements() {
      return 1;
    }

    @Override
    public boolean integral() {
      return true;
    }
  }

  /// Several independent choices at once; element `i` is one of `0 … sizes[i]−1`.
  record MultiDiscrete(List<Integer> sizes) implements Space {
    public MultiDiscrete {
      sizes = List.copyOf(sizes);
      if (sizes.isEmpty() || sizes.stream().anyMatch(n -> n < 1) || sizes.stream().mapToLong(n -> n).sum() > MAX_ELEMENTS) {
        throw new IllegalArgumentException("MultiDiscrete space " + sizes + "; expected at least one size, each positive, together at most "
            + MAX_ELEMENTS);
      }
    }

    @Override
    public int elements() {
      return sizes.size();
    }

    @Override
    public boolean integral() {
      return true;
    }
  }

  /// Real numbers between `low` and `high`, element by element; unbounded sides are ±∞.
  ///
  /// @param shape extents, outermost first; an empty shape is a single number
  /// @param low lower bounds, one for each element or a single one for all
  /// @param high upper bounds, likewise
  /// @param pixels whether values are whole numbers 0 … 255 that travel as unsigned bytes
  record Box(List<Integer> shape, List<Float> low, List<Float> high, boolean pixels) implements Space {
    public Box {
      shape = List.copyOf(shape);
      low = List.copyOf(low);
      high = List.copyOf(high);
      long elements = shape.stream().mapToLong(n -> n).reduce(1, Math::multiplyExact);
      if (shape.stream().anyMatch(n -> n < 1) || elements > MAX_ELEMENTS) {
        throw new IllegalArgumentException("Box of shape " + shape + "; expected positive extents and at most " + MAX_ELEMENTS + " elements");
      }
      requireBounds("low", low, elements);
      requireBounds("high", high, elements);
      for (int i = 0; i < elements; i++) {
        if (!(bound(low, i) <= bound(high, i))) {
          throw new IllegalArgumentException(
              "Box element " + i + " has low " + bound(low, i) + " and high " + bound(high, i) + "; expected low ≤ high, neither NaN");
        }
      }
    }

    /// A vector of `size` real numbers without bounds.
    public static Box unbounded(int size) {
      return new Box(List.of(size), List.of(Float.NEGATIVE_INFINITY), List.of(Float.POSITIVE_INFINITY), false);
    }

    /// A vector of `size` real numbers, each between `low` and `high`.
    public static Box bounded(int size, float low, float high) {
      return new Box(List.of(size), List.of(low), List.of(high), false);
    }

    /// Lower bound of one element.
    public float low(int element) {
      return bound(low, element);
    }

    /// Upper bound of one element.
    public float high(int element) {
      return bound(high, element);
    }

    @Override
    public int elements() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }

    @Override
    public boolean integral() {
      return false;
    }

    private static float bound(List<Float> bounds, int element) {
      return bounds.size() == 1 ? bounds.get(0) : bounds.get(element);
    }

    private static void requireBounds(String name, List<Float> bounds, long elements) {
      if (bounds.size() != 1 && bounds.size() != elements) {
        throw new IllegalArgumentException("Box has " + bounds.size() + " " + name + " bounds; expected 1 or " + elements);
      }
    }
  }
}
