// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import io.tributary.cli.pipeline.StatusLine.Status;

import static org.assertj.core.api.Assertions.assertThat;

class StatusLineTest {
  private static final Status EARLY = new Status(1.24, Double.NaN, 0, 0, -1, Double.NaN);
  private static final Status LATE = new Status(12.5, 471.26, 301_056, 41_234.5, 147, 1.04);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void shouldSayReturnStepsSpeedVersionAndLag() {
    assertThat(LATE.text()).isEqualTo("  12.5 s  return 471.3  301,056 steps  41,235/s  version 147  lag 1.0");
    assertThat(EARLY.text()).isEqualTo("   1.2 s  return -  0 steps  0/s  version -  lag -");
  }

  @Test
  void shouldFitATerminal() {
    assertThat(new Status(9999.9, 10000.0, 999_999_999, 999_999, 99_999, 99.9).text()).hasSizeLessThanOrEqualTo(79);
  }

  @Test
  void shouldPrintPlainLinesOnceASecondWhereNobodyLooks() {
    StatusLine line = new StatusLine(out, false);
    for (long ms = 0; ms < 3_000; ms += 50) {
      line.show(LATE, ms);
    }
    assertThat(text().lines()).hasSize(3).allMatch(LATE.text()::equals);
  }

  @Test
  void shouldRewriteOneLineOnATerminalAndKeepOthersApart() {
    StatusLine line = new StatusLine(out, true);
    line.show(EARLY, 0);
    line.show(LATE, 50);
    line.show(LATE, 150);
    line.println(out, "warning: x");
    line.end(LATE);

    String clear = "\r\033[K";
    assertThat(text()).isEqualTo(clear + EARLY.text() + clear + LATE.text() + clear + "warning: x\n" + LATE.text() + clear + LATE.text() + "\n");
  }

  @Test
  void rateIsTheGrowthOverTheLastSeconds() {
    Rate rate = new Rate();
    assertThat(rate.at(0, 0)).isZero();
    assertThat(rate.at(1_000, 500)).isEqualTo(500);
    for (int s = 2; s <= 10; s++) {
      rate.at(s * 1_000L, 500 + (s - 1) * 2_000L);
    }
    assertThat(rate.at(11_000, 500 + 10 * 2_000L)).isEqualTo(2_000);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
