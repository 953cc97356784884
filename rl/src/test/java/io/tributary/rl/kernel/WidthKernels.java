// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.stream.Stream;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The vector kernel at every lane width, whatever this machine prefers: [VectorKernel] defined again as hidden classes.
public final class WidthKernels {
  private static final List<Kernel> ALL = List.of(
      new ScalarKernel(), ofSpecies(FloatVector.SPECIES_64), ofSpecies(FloatVector.SPECIES_128), ofSpecies(FloatVector.SPECIES_256),
      ofSpecies(FloatVector.SPECIES_512), Kernels.best());

  private WidthKernels() {}

  public static Stream<Kernel> all() {
    return ALL.stream();
  }

  private static Kernel ofSpecies(VectorSpecies<Float> species) {
    try (InputStream in = VectorKernel.class.getResourceAsStream("VectorKernel.class")) {
      Class<?> defined = MethodHandles.lookup().defineHiddenClassWithClassData(in.readAllBytes(), species, true).lookupClass();
      return (Kernel) defined.getDeclaredConstructor().newInstance();
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException("no kernel of " + species, e);
    }
  }
}
