// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/// The pages of `docs/lesson` show what the claims print. What stands above the marker is written by hand; with the environment variable
/// `TRIBUTARY_WRITE=true` what stands below is written anew.
class PagesTest {
  private static final Path ROOT = Path.of(System.getProperty("tributary.root"));
  private static final Path FOLDER = ROOT.resolve("docs/lesson");
  private static final String MARKER = "<!-- Written by PagesTest from here on; run it with TRIBUTARY_WRITE=true. -->\n";
  private static final String SOURCES = "../../lesson/src/main/java/";
  private static final String TESTS = "../../lesson/src/test/java/io/tributary/lesson/";

  static Stream<Claim> claims() {
    return Lessons.all().stream();
  }

  @ParameterizedTest
  @MethodSource("claims")
  void shouldShowTheFiguresOfToday(Claim claim) throws IOException {
    compare(FOLDER.resolve(claim.slug() + ".md"), figures(claim));
  }

  @Test
  void shouldListEveryClaim() throws IOException {
    String rows = claims().map(claim -> "| [" + claim.slug() + "](" + claim.slug() + ".md) | " + claim.statement() + " | `tributary lesson " + claim.slug()
        + "` |\n").collect(Collectors.joining());
    compare(FOLDER.resolve("README.md"), "\n| claim | what is claimed | command |\n|---|---|---|\n" + rows);
  }

  @ParameterizedTest
  @MethodSource("claims")
  void shouldExplainTheClaimInWords(Claim claim) throws IOException {
    String page = Files.readString(FOLDER.resolve(claim.slug() + ".md"));
    assertThat(page.substring(0, page.indexOf(MARKER))).startsWith("# " + claim.slug()).hasSizeGreaterThan(300);
  }

  private static String figures(Claim claim) {
    Chosen chosen = Chosen.small(claim);
    boolean same = chosen.words().equals(Chosen.standard(claim).words());
    String name = claim.getClass().getName().replace('.', '/') + ".java";
    String command = "tributary lesson " + claim.slug() + (same ? "" : " --small");
    return "\n## Links\n\n"
        + "claim: " + claim.statement() + "<br>\n"
        + "class: [`" + claim.getClass().getSimpleName() + "`](" + SOURCES + name + ")<br>\n"
        + "test: [`ClaimsTest`](" + TESTS + "ClaimsTest.java), which runs it small, without its ingredient and with every option changed<br>\n"
        + "command: `" + command + "`\n"
        + "\n## Figures\n\n```\n$ " + command + "\n" + new Report(claim, chosen, ClaimsTest.small(claim)).text(false) + "```\n"
        + "\n## Left out\n\n`" + command + " --without` leaves out " + claim.without().what() + ", and the claim fails:\n\n```\n"
        + failing(claim) + "```\n"
        + "\n## Options\n\n| option | meaning | values | unless told |\n|---|---|---|---|\n"
        + claim.options().stream().map(option -> "| `--" + option.name() + "` | " + option.meaning() + " | " + option.bounds() + " | "
            + option.standard() + (option.small().equals(option.standard()) ? "" : " (small: " + option.small() + ")") + " |\n").collect(Collectors.joining());
  }

  private static String failing(Claim claim) {
    Chosen chosen = Chosen.small(claim).leavingOut();
    Result result = claim.run(chosen);
    String checks = result.checks().stream().filter(check -> !check.holds()).map(check -> "  " + check.text() + "\n").collect(Collectors.joining());
    return checks + new Report(claim, chosen, result).verdict() + "\n";
  }

  private static void compare(Path page, String generated) throws IOException {
    String text = Files.exists(page) ? Files.readString(page) : "";
    String byHand = text.contains(MARKER) ? text.substring(0, text.indexOf(MARKER)) : text;
    String expected = byHand + MARKER + generated;
    if ("true".equals(System.getenv("TRIBUTARY_WRITE"))) {
      Files.writeString(page, expected);
    }
    assertThat(page).as("run this test with TRIBUTARY_WRITE=true").content().isEqualTo(expected);
  }
}
