// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.tributary.cli.Exit;
import io.tributary.cli.Typed;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.Presets;
import io.tributary.cli.settings.RunSettings;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Lessons;

import static org.assertj.core.api.Assertions.assertThat;

class LessonCommandTest {
  @TempDir
  Path folder;

  @Test
  void shouldListAllClaimsAndSayWhichToRunFirst() {
    Typed process = Typed.in(folder);
    assertThat(process.run("lesson")).isEqualTo(Exit.DONE);
    assertThat(process.out()).contains("Run first: tributary lesson " + Lessons.first().slug());
    Lessons.all().forEach(claim -> assertThat(process.out()).contains("  " + claim.slug() + " ").contains(claim.statement()));
  }

  @Test
  void shouldSayWhetherAClaimHoldsByItsExitStatus() {
    Typed holds = Typed.in(folder);
    assertThat(holds.run("lesson", "causality", "--gamma", "0.5")).isEqualTo(Exit.DONE);
    assertThat(holds.out()).contains("--gamma 0.5").contains("The claim holds.");
    Typed fails = Typed.in(folder);
    assertThat(fails.run("lesson", "causality", "--without")).isEqualTo(Exit.FAILED);
    assertThat(fails.out()).contains("NOT  ").contains("The claim does not hold. Left out: the step's own reward");
  }

  @Test
  void shouldListTheOptionsOfAClaim() {
    Typed process = Typed.in(folder);
    assertThat(process.run("lesson", "causality", "--help")).isEqualTo(Exit.DONE);
    assertThat(process.out()).contains("--gamma VALUE").contains("0 to 1 (default: 0.9)").contains("--without  leaves out")
        .contains("Example: tributary lesson causality --problem two-state");
  }

  @Test
  void shouldWriteFiguresAndPicture() throws IOException {
    assertThat(Typed.in(folder).run("lesson", "causality", "--json", "c.json", "--svg", "c.svg")).isEqualTo(Exit.DONE);
    JsonNode tree = new ObjectMapper().readTree(folder.resolve("c.json").toFile());
    assertThat(tree.path("holds").asBoolean()).isTrue();
    assertThat(tree.path("tables").size()).isPositive();
    assertThat(Files.readString(folder.resolve("c.svg"))).startsWith("<svg ").endsWith("</svg>\n");
  }

  /// `batch-arithmetic` speaks of the standard set-up, so it must be told the preset's numbers.
  @Test
  void shouldCountTheGradientStepsOfTheStandardPreset() {
    RunSettings standard = RunSettings.of(new Layers().preset(new Presets(Path.of(System.getProperty("tributary.root"), "presets")).read("standard")));
    assertThat(Chosen.standard(Lessons.named("batch-arithmetic").orElseThrow()).values())
        .containsEntry("total", Long.toString(standard.budget().steps()))
        .containsEntry("environments", Integer.toString(standard.rollout().rollout().environments()))
        .containsEntry("steps", Integer.toString(standard.rollout().rollout().steps()))
        .containsEntry("epochs", Integer.toString(standard.learner().epochs()));
    assertThat(standard.learner().minibatches()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      causalty                  | claim is 'causalty'                      | did you mean 'causality'?
      causality --gama 1        | there is no option --gama                | --gamma
      causality --gamma 2       | --gamma is '2'; expected 0 to 1          | nothing was tried
      causality --gamma         | --gamma has no value                     | nothing was tried
      causality --horizon x     | --horizon is 'x'; expected a whole number | 2 to 5
      causality --problem maze  | --problem is 'maze'; expected two-state  | tributary lesson causality --help
      causality extra           | 'extra' is not an option                 | nothing was tried
      """)
  void shouldRefuseWhatCannotBeMeant(String typed, String first, String second) {
    Typed process = Typed.in(folder);
    assertThat(process.run(("lesson " + typed).split(" "))).isEqualTo(Exit.USAGE);
    assertThat(process.err().lines()).singleElement().asString().contains(first).contains(second);
  }
}
