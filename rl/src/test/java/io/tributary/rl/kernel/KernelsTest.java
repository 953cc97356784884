// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KernelsTest {
  @Test
  void shouldPreferVectors() {
    assertThat(Kernels.best().name()).startsWith("vector-");
    assertThat(Kernels.warning()).isNull();
    assertThat(Kernels.named("vector").name()).isEqualTo(Kernels.best().name());
    assertThat(Kernels.named("scalar").name()).isEqualTo("scalar");
  }

  @Test
  void shouldNameWhatItKnows() {
    assertThatThrownBy(() -> Kernels.named("gpu")).isInstanceOf(IllegalArgumentException.class).hasMessage("kernel is gpu; expected vector or scalar");
  }

  /// In a JVM of its own, since a module cannot be taken away from this one.
  @Test
  void shouldFallBackToScalarWithoutTheIncubatorModule() throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process = new ProcessBuilder(java.toString(), "-Xint", "-cp", System.getProperty("java.class.path"), WithoutModule.class.getName())
        .redirectErrorStream(true)
        .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(output.lines()).containsExactly(
        "scalar",
        "the module jdk.incubator.vector is not resolved, so the scalar kernel runs: same results, several times slower"
            + " (add --add-modules jdk.incubator.vector)",
        "kernel is vector, but the module jdk.incubator.vector is not resolved; expected scalar");
    assertThat(process.exitValue()).isZero();
  }

  /// What the other JVM runs.
  static final class WithoutModule {
    private WithoutModule() {}

    public static void main(String[] args) {
      System.out.println(Kernels.best().name());
      System.out.println(Kernels.warning());
      try {
        Kernels.named("vector");
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
