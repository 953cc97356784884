// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PairedSeedsTest {
  @TempDir
  Path folder;

  private static SeedsReport report(List<SeedRun> runs) {
    return SeedsReportTest.report(475, runs);
  }

  private Path written(SeedsReport report) {
    Path file = folder.resolve("other.json");
    Summary.write(report.json(), file);
    return file;
  }

  /// Seeds 1 and 2 are in both; seed 2 of the other never reached the mark within its 200,000 steps.
  @Test
  void shouldSubtractSeedBySeed() {
    PairedSeeds other = PairedSeeds.read(written(report(List.of(SeedsReportTest.run(2, 300, 200, null), SeedsReportTest.run(1, 480, 470, 90_000L),
        SeedsReportTest.run(7, 0, 0, 1L)))));

    List<String> lines = other.lines(report(List.of(SeedsReportTest.run(1, 500, 500, 60_000L), SeedsReportTest.run(2, 500, 500, 70_000L),
        SeedsReportTest.run(3, 500, 500, 1_000L))));

    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).contains("paired by 2 seeds", "approximate");
    assertThat(lines.get(1)).endsWith("greedy return        110.0 (20.0 to 200.0)");
    assertThat(lines.get(2)).endsWith("sampled return       165.0 (30.0 to 300.0)");
    assertThat(lines.get(3)).endsWith("height of the curve  55.0 (10.0 to 100.0)");
    assertThat(lines.get(4)).endsWith("steps to mark        -80,000.0 (-130,000.0 to -30,000.0)");
  }

  @Test
  void shouldRefuseWhatIsNoReport() throws IOException {
    Path text = Files.writeString(folder.resolve("a.json"), "not json");
    Path empty = Files.writeString(folder.resolve("b.json"), "{\"runs\": []}");

    assertThatThrownBy(() -> PairedSeeds.read(text)).hasMessageContaining("a.json cannot be read");
    assertThatThrownBy(() -> PairedSeeds.read(empty)).hasMessageContaining("b.json holds no finished run");
  }
}
