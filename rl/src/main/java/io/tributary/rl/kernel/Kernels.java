// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.kernel;

/// Chooses the [Kernel].
public final class Kernels {
  private Kernels() {}

  /// The vector kernel of the widest preferred species if the module `jdk.incubator.vector` is resolved, else the scalar one.
  public static Kernel best() {
    throw new UnsupportedOperationException();
  }

  /// One line for the user where [#best] is not the fast kernel, else null.
  public static String warning() {
    throw new UnsupportedOperationException();
  }

  /// `vector`, `vector-<bits>` or `scalar`.
  ///
  /// @throws IllegalArgumentException if there is no such kernel, or not in this process
  public static Kernel named(String name) {
    throw new UnsupportedOperationException();
  }
}
