// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Every claim, small: it holds, it fails without its ingredient, and each of its options moves figures.
class ClaimsTest {
  private static final Map<String, Result> SMALL = new ConcurrentHashMap<>();

  static Stream<Claim> claims() {
    return Lessons.all().stream();
  }

  static Stream<Arguments> options() {
    return claims().flatMap(claim -> claim.options().stream().map(option -> Arguments.of(claim, option)));
  }

  static Result small(Claim claim) {
    return SMALL.computeIfAbsent(claim.slug(), slug -> claim.run(Chosen.small(claim)));
  }

  @ParameterizedTest
  @MethodSource("claims")
  void holds(Claim claim) {
    Result result = small(claim);
    assertThat(result.checks()).allSatisfy(check -> assertThat(check.holds()).as(check.text()).isTrue());
    assertThat(new Report(claim, Chosen.small(claim), result).verdict()).isEqualTo("The claim holds.");
  }

  @ParameterizedTest
  @MethodSource("claims")
  void doesNotHoldWithoutItsIngredientAndSaysWhy(Claim claim) {
    Chosen chosen = Chosen.small(claim).leavingOut();
    Result result = claim.run(chosen);
    assertThat(result.holds()).as(claim.slug() + " --without").isFalse();
    assertThat(new Report(claim, chosen, result).text(true)).contains("NOT  ").contains("does not hold. Left out: " + claim.without().what())
        .contains(claim.without().reason());
  }

  @ParameterizedTest
  @MethodSource("options")
  void everyOptionMovesFiguresAndTheClaimStillHolds(Claim claim, Option option) {
    Chosen changed = Chosen.small(claim).with(option.name(), option.other());
    Result result = claim.run(changed);
    assertThat(figures(result)).as(claim.slug() + " " + changed.words()).isNotEqualTo(figures(small(claim)));
    assertThat(result.checks()).as(claim.slug() + " " + changed.words()).allSatisfy(check -> assertThat(check.holds()).as(check.text()).isTrue());
  }

  @ParameterizedTest
  @MethodSource("claims")
  void runsTwiceTheSame(Claim claim) {
    assertThat(figures(claim.run(Chosen.small(claim)))).isEqualTo(figures(small(claim)));
  }

  @ParameterizedTest
  @MethodSource("claims")
  void shouldBePrintableDrawableAndATree(Claim claim) {
    Report report = new Report(claim, Chosen.small(claim), small(claim));
    assertThat(report.text(true)).contains(claim.statement()).contains("The claim holds.");
    assertThat(report.text(true).lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(200).isEqualTo(line.stripTrailing()));
    assertThat(small(claim).picture().svg()).startsWith("<svg ").endsWith("</svg>\n");
    assertThat(report.tree()).containsEntry("claim", claim.slug()).containsEntry("holds", true).containsKeys("tables", "checks", "options");
  }

  @Test
  void shouldHaveNamesOfTheirOwn() {
    assertThat(claims().map(Claim::slug)).doesNotHaveDuplicates().allMatch(slug -> slug.matches("[a-z]+(-[a-z]+)*"));
  }

  private static List<List<List<Figure>>> figures(Result result) {
    return result.tables().stream()
        .map(table -> table.rows().stream().map(row -> row.stream().filter(figure -> !figure.measured()).toList()).toList()).toList();
  }
}
