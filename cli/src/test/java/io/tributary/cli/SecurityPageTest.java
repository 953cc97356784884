// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import io.tributary.cli.settings.RunSettings;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.runs.Right;
import io.tributary.runs.Rights;
import io.tributary.runs.Role;
import io.tributary.schemas.Topics;

import static org.assertj.core.api.Assertions.assertThat;

/// The table of rights in docs/security.md is the one in the code.
class SecurityPageTest {
  private static final String BEGIN = "<!-- rights: made by SecurityPageTest -->\n";
  private static final String END = "<!-- end of rights -->\n";

  @Test
  void shouldShowTheRightsOfTheCode() throws IOException {
    Path file = Path.of(System.getProperty("tributary.root"), "docs", "security.md");
    String page = Files.readString(file);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int until = page.indexOf(END);
    assertThat(until).as("marks of the table").isGreaterThanOrEqualTo(from);
    if (Boolean.parseBoolean(System.getenv("TRIBUTARY_WRITE"))) {
      page = page.substring(0, from) + table() + page.substring(until);
      Files.writeString(file, page);
      until = page.indexOf(END);
    }
    assertThat(page.substring(from, until)).as("TRIBUTARY_WRITE=true writes it anew").isEqualTo(table());
  }

  private static String table() {
    Topics topics = Topics.of("", RunSettings.defaults().spec("RUN".toLowerCase(java.util.Locale.ROOT), new Spaces(Space.Box.unbounded(4), new Space.Discrete(2)), 0));
    StringBuilder table = new StringBuilder("| who | may | on | because it |\n|---|---|---|---|\n");
    for (Role role : Role.all()) {
      for (Right right : Rights.of(role, topics)) {
        table.append("| `").append(role.verb()).append("` | ").append(right.word()).append(" | ").append(right.resource().replaceFirst(" ([^ ]+)$", " `$1`")).append(" | ")
            .append(right.purpose()).append(" |\n");
      }
    }
    return table.toString();
  }
}
