// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.kernel;

/// Chooses the [Kernel].
///
/// The vector classes are touched only where the incubator module is resolved, so a JVM without it runs on the scalar kernel instead of failing to link.
public final class Kernels {
  private static final String MODULE = "jdk.incubator.vector";
  private static final String SCALAR = "scalar";
  private static final String VECTOR = "vector";

  private Kernels() {}

  /// The vector kernel of this machine's preferred width if the module `jdk.incubator.vector` is resolved, else the scalar one.
  public static Kernel best() {
    return isVectorAvailable() ? VectorHolder.KERNEL : new ScalarKernel();
  }

  /// One line for the user where [#best] is not the fast kernel, else null.
  public static String warning() {
    return isVectorAvailable()
        ? null
        : "the module " + MODULE + " is not resolved, so the scalar kernel runs: same results, several times slower (add --add-modules " + MODULE + ")";
  }

  /// `vector` or `scalar`.
  ///
  /// @throws IllegalArgumentException if there is no such kernel, or not in this process
  public static Kernel named(String name) {
    if (name.equals(SCALAR)) {
      return new ScalarKernel();
    }
    if (!name.equals(VECTOR)) {
      throw new IllegalArgumentException("kernel is " + name + "; expected " + VECTOR + " or " + SCALAR);
    }
    if (!isVectorAvailable()) {
      throw new IllegalArgumentException("kernel is " + name + ", but the module " + MODULE + " is not resolved; expected " + SCALAR);
    }
    return VectorHolder.KERNEL;
  }

  /// Links the vector classes when it is first used, not with [Kernels].
  private static final class VectorHolder {
    static final Kernel KERNEL = new VectorKernel();
  }

  private static boolean isVectorAvailable() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }
}
