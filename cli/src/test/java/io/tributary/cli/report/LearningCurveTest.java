// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.report;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LearningCurveTest {

  @Test
  void meanIsOverTheLastHundredEpisodes() {
    LearningCurve curve = new LearningCurve(475);
    assertThat(curve.mean()).isNaN();
    for (int i = 1; i <= 250; i++) {
      curve.add(i, 2, i / 10.0);
    }
    assertThat(curve.mean()).isCloseTo((151 + 250) / 2.0, within(1e-9));
    assertThat(curve.episodes()).isEqualTo(250);
    assertThat(curve.points().getLast()).isEqualTo(new LearningCurve.Point(250, 500, 25, 250, curve.mean()));
  }

  @Test
  void shouldNotBeSolvedByFewEpisodes() {
    LearningCurve curve = new LearningCurve(475);
    for (int i = 0; i < 99; i++) {
      curve.add(500, 500, i);
    }
    assertThat(curve.solved()).isFalse();
    curve.add(500, 500, 100);
    assertThat(curve.solved()).isTrue();
  }

  @Test
  void shouldStaySolvedWhenTheMeanFallsAgain() {
    LearningCurve curve = new LearningCurve(475);
    for (int i = 0; i < 100; i++) {
      curve.add(475, 475, i);
    }
    for (int i = 100; i < 150; i++) {
      curve.add(1, 1, i);
    }
    assertThat(curve.mean()).isLessThan(475);
    assertThat(curve.solved()).isTrue();
    for (int i = 150; i < 300; i++) {
      curve.add(500, 500, i);
    }
    assertThat(curve.mean()).isEqualTo(500);
    assertThat(curve.reached()).as("the first time").hasValue(new LearningCurve.Point(100, 100 * 475, 99, 475, 475));
  }

  @Test
  void shouldNeverBeSolvedWithoutAMark() {
    LearningCurve curve = new LearningCurve(Double.NaN);
    for (int i = 0; i < 200; i++) {
      curve.add(500, 500, i);
    }
    assertThat(curve.solved()).isFalse();
  }

  @Test
  void shouldWriteALineForEachEpisode() {
    LearningCurve curve = new LearningCurve(475);
    curve.add(9, 9, 0.5);
    curve.add(12.5, 12, 1);

    assertThat(curve.csv()).isEqualTo("episode,steps,seconds,return,meanReturn100\n1,9,0.500,9,9.000\n2,21,1.000,12.5,10.750\n");
  }

  @Test
  void shouldDrawWellFormedPicturesOfAnyCurve() throws Exception {
    LearningCurve curve = new LearningCurve(475);
    assertThat(drawn(curve, 475).getElementsByTagName("polyline").getLength()).isZero();
    for (int i = 0; i < 5_000; i++) {
      curve.add(Math.sin(i) * 100 - 50, 20, i);
    }
    Document picture = drawn(curve, 475);
    assertThat(picture.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(picture.getElementsByTagName("polyline").getLength()).isEqualTo(1);
    assertThat(picture.getElementsByTagName("circle").getLength()).isBetween(1_000, 2_000);
    assertThat(drawn(curve, Double.NaN).getElementsByTagName("line").getLength()).isPositive();
  }

  private static Document drawn(LearningCurve curve, double mark) throws Exception {
    String svg = new CurvePicture("a < b & \"c\"", curve.points(), mark).svg();
    assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity").doesNotContain("href");
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void ticksAreRoundNumbersInside() {
    assertThat(CurvePicture.ticks(0, 500)).containsExactly(0.0, 100.0, 200.0, 300.0, 400.0, 500.0);
    assertThat(CurvePicture.ticks(-3, 7)).containsExactly(-2.0, 0.0, 2.0, 4.0, 6.0);
  }

  /// Two steps at height 10, then eight at (10 + 20)/2.
  @Test
  void heightIsTheMeanOverStepsNotOverEpisodes() {
    LearningCurve curve = new LearningCurve(Double.NaN);
    curve.add(10, 2, 0);
    curve.add(20, 8, 1);

    assertThat(curve.height()).isEqualTo((2 * 10 + 8 * 15) / 10.0);
  }
}
