// SPDX-License-Identifier: Apache-2.0
package io.tributary.benchmarks;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Kernels;

/// The products a hidden layer of 64 asks for, and the element-wise functions around them.
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class KernelBenchmark {
  static final int WIDTH = 64;

  @Param({"256", "2048"})
  public int rows;

  private final Kernel kernel = Kernels.best();
  private float[] a;
  private float[] b;
  private float[] bias;
  private float[] c;
  private float[] square;
  private float[] x;
  private float[] zeros;

  @Setup
  public void prepare() {
    a = Matrices.uniform(rows * WIDTH, 1);
    b = Matrices.uniform(WIDTH * WIDTH, 2);
    bias = Matrices.uniform(WIDTH, 3);
    c = Matrices.uniform(rows * WIDTH, 4);
    square = new float[WIDTH * WIDTH];
    x = Matrices.uniform(rows * WIDTH, 5);
    zeros = new float[rows * WIDTH];
  }

  @Benchmark
  public float[] multiply() {
    kernel.multiply(a, 0, WIDTH, b, 0, WIDTH, bias, 0, c, 0, WIDTH, rows, WIDTH, WIDTH);
    return c;
  }

  @Benchmark
  public float[] multiplyTransposedAdding() {
    kernel.multiplyTransposedAdding(a, 0, WIDTH, x, 0, WIDTH, square, 0, WIDTH, rows, WIDTH, WIDTH);
    return square;
  }

  /// Of rows × 64 elements, in place: values stay within −1 and 1, where nothing is cut short.
  @Benchmark
  public float[] tanh() {
    kernel.tanh(x, 0, rows * WIDTH);
    return x;
  }

  /// Through activations of 0: through others the derivative would shrink from call to call, to numbers that a processor is slow with.
  @Benchmark
  public float[] tanhGradient() {
    kernel.tanhGradient(c, 0, zeros, 0, rows * WIDTH);
    return c;
  }
}
