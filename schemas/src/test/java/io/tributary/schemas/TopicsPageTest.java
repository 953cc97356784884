// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// `docs/topics.md` says what the code does. With the environment variable `TRIBUTARY_WRITE=true` it is written anew.
class TopicsPageTest {
  private static final Path PAGE = Path.of(System.getProperty("tributary.root", ".."), "docs/topics.md");

  @Test
  void shouldSayWhatTheCodeDoes() throws IOException {
    if ("true".equals(System.getenv("TRIBUTARY_WRITE"))) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, TopicsPage.text());
    }
    assertThat(PAGE).as("run this test with TRIBUTARY_WRITE=true").content().isEqualTo(TopicsPage.text());
  }
}
