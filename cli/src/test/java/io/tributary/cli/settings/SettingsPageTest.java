// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsPageTest {
  private static final Path ROOT = Path.of(System.getProperty("tributary.root"));
  private static final Path PAGE = ROOT.resolve("docs/settings.md");

  @Test
  void shouldBeWhatTheRecordsSay() throws IOException {
    String text = new SettingsPage(ROOT).text();
    if ("true".equals(System.getenv("TRIBUTARY_WRITE"))) {
      Files.writeString(PAGE, text);
    }
    assertThat(PAGE).as("run this test with TRIBUTARY_WRITE=true").content().isEqualTo(text);
  }

  @Test
  void shouldNameEverySetting() throws IOException {
    String text = new SettingsPage(ROOT).text();
    for (Setting setting : Setting.of(RunSettings.defaults())) {
      assertThat(text).contains("| `" + setting.key() + (setting.isFamily() ? "*" : "") + "` |");
    }
  }
}
