// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.picture;

/// Figures to look at.
public sealed interface Picture permits Bars, Lines {

  /// For a terminal of 100 columns.
  String text();

  /// A whole SVG file.
  String svg();
}
