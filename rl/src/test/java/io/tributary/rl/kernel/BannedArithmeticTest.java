// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Bitwise replay on any processor needs arithmetic with one result. What has several is banned from the sources:
/// - `reduceLanes` sums floats in an order that the lane width decides;
/// - lanewise transcendentals call a vector library that differs by processor;
/// - `Math`'s own transcendentals may differ from `StrictMath` by the processor's intrinsics.
///
/// Reference forms (`Reference*`, in double) are exempt: they are oracles and nothing that ships calls them.
class BannedArithmeticTest {
  private static final Pattern BANNED = Pattern.compile(
      "reduceLanes|VectorOperators\\.(SIN|COS|TAN|ASIN|ACOS|ATAN|EXP|LOG|SINH|COSH|TANH|POW|CBRT|HYPOT|EXPM1|LOG1P|LOG10)\\b"
          + "|\\bMath\\.(sin|cos|tan|asin|acos|atan|atan2|exp|log|sinh|cosh|tanh|pow|cbrt|hypot|expm1|log1p|log10)\\(");

  @Test
  void shouldNotBeInTheSources() throws IOException {
    Path sources = Path.of(System.getProperty("tributary.root"), "rl", "src", "main", "java", "io", "tributary", "rl");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(sources)) {
      files = walk.filter(file -> file.toString().endsWith(".java") && !file.getFileName().toString().startsWith("Reference")).toList();
    }
    assertThat(files).anyMatch(file -> file.endsWith("VectorKernel.java"));
    for (Path file : files) {
      assertThat(BANNED.matcher(Files.readString(file)).results().map(match -> match.group())).as(file.toString()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v.reduceLanes(VectorOperators.ADD)", "v.lanewise(VectorOperators.TANH)", "Math.exp(x)", "1 + Math.pow(a, b)"})
  void shouldBeRecognised(String code) {
    assertThat(BANNED.matcher(code).find()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"StrictMath.exp(x)", "Elementary.exp(x)", "Math.sqrt(x)", "v.lanewise(VectorOperators.ASHR, 1)"})
  void shouldLeaveTheRestAlone(String code) {
    assertThat(BANNED.matcher(code).find()).isFalse();
  }
}
