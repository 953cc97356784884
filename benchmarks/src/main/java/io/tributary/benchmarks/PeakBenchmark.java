// SPDX-License-Identifier: Apache-2.0
package io.tributary.benchmarks;

import java.util.concurrent.TimeUnit;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The limit: fused multiply-adds that touch no memory, in as many independent chains as hide their latency.
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PeakBenchmark {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  /// Multiply-adds in one call, over all lanes: as many as [KernelBenchmark]'s smaller product.
  static final long MULTIPLY_ADDS = 256L * 64 * 64;
  private static final int CHAINS = 12;

  @Param("0.999")
  public float factor;

  private int rounds;

  @Setup
  public void prepare() {
    rounds = (int) (MULTIPLY_ADDS / CHAINS / SPECIES.length());
  }

  @Benchmark
  public float multiplyAdds() {
    FloatVector f = FloatVector.broadcast(SPECIES, factor); // here, so that the compiler knows its species
    FloatVector a = f;
    FloatVector b = f;
    FloatVector c = f;
    FloatVector d = f;
    FloatVector e = f;
    FloatVector g = f;
    FloatVector h = f;
    FloatVector i = f;
    FloatVector j = f;
    FloatVector k = f;
    FloatVector l = f;
    FloatVector m = f;
    for (int round = 0; round < rounds; round++) {
      a = a.fma(f, f);
      b = b.fma(f, f);
      c = c.fma(f, f);
      d = d.fma(f, f);
      e = e.fma(f, f);
      g = g.fma(f, f);
      h = h.fma(f, f);
      i = i.fma(f, f);
      j = j.fma(f, f);
      k = k.fma(f, f);
      l = l.fma(f, f);
      m = m.fma(f, f);
    }
    return a.add(b).add(c).add(d).add(e).add(g).add(h).add(i).add(j).add(k).add(l).add(m).lane(0);
  }
}
