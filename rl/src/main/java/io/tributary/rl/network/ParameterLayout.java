// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

import java.util.List;

/// Where the named matrices of a network lie in its flat parameter vector, relative to the network's offset.
///
/// The ranges are contiguous in their order, so the last one ends at [#count].
public record ParameterLayout(List<Range> ranges) {
  public ParameterLayout {
    ranges = List.copyOf(ranges);
    int next = 0;
    for (Range range : ranges) {
      if (range.offset() != next) {
        throw new IllegalArgumentException("range " + range.name() + " starts at " + range.offset() + "; expected " + next);
      }
      next = range.end();
    }
  }

  /// The number of parameters.
  public int count() {
    return ranges.isEmpty() ? 0 : ranges.getLast().end();
  }

  /// The range of that name.
  ///
  /// @throws IllegalArgumentException if there is none
  public Range range(String name) {
    for (Range range : ranges) {
      if (range.name().equals(name)) {
        return range;
      }
    }
    throw new IllegalArgumentException("no parameters are named " + name + "; there are " + ranges.stream().map(Range::name).toList());
  }

  /// A row-major matrix: `parameters[offset + row * columns + column]`. A bias is one row.
  public record Range(String name, int offset, int rows, int columns) {
    public Range {
      if (offset < 0 || rows < 1 || columns < 1) {
        throw new IllegalArgumentException("range " + name + " is " + rows + " x " + columns + " at " + offset + "; expected positive sizes");
      }
    }

    /// The number of parameters.
    public int count() {
      return Math.multiplyExact(rows, columns);
    }

    /// One past the last parameter.
    public int end() {
      return Math.addExact(offset, count());
    }
  }
}
