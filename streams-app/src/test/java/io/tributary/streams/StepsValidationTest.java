// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.schemas.RejectionReason;

import static io.tributary.schemas.RejectionReason.IMPOSSIBLE_LOG_PROBABILITY;
import static io.tributary.schemas.RejectionReason.MALFORMED;
import static io.tributary.schemas.RejectionReason.NON_FINITE;
import static io.tributary.schemas.RejectionReason.SPACES_DIFFER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class StepsValidationTest {
  private static final StepsValidation CHOICES = new StepsValidation(new Spaces(Space.Box.unbounded(2), new Space.Discrete(2)));
  private static final StepsValidation REALS = new StepsValidation(new Spaces(Space.Box.unbounded(2), Space.Box.bounded(2, -1, 1)));
  private static final StepsValidation PIXELS =
      new StepsValidation(new Spaces(new Space.Box(List.of(2), List.of(0f), List.of(255f), true), new Space.Discrete(2)));

  static Stream<Arguments> columns() {
    return Stream.of(
        arguments("NaN value", NON_FINITE, change(c -> c.values(new float[] {1, Float.NaN}, 0))),
        arguments("infinite observation", NON_FINITE, change(c -> c.observations(new float[] {1, Float.NEGATIVE_INFINITY}, 0))),
        arguments("NaN observation behind", NON_FINITE, change(c -> c.nextObservation(new float[] {Float.NaN, 1}, 0))),
        arguments("infinite log-probability", NON_FINITE, change(c -> c.logProbabilities(new float[] {Float.NEGATIVE_INFINITY}, 0))),
        arguments("NaN recurrent state", NON_FINITE, change(c -> c.recurrent(new float[] {0}, new float[] {Float.NaN}))),
        arguments("probability above 1", IMPOSSIBLE_LOG_PROBABILITY, change(c -> c.logProbabilities(new float[] {0.01f}, 0))),
        arguments("probability of nothing", IMPOSSIBLE_LOG_PROBABILITY, change(c -> c.logProbabilities(new float[] {-1e30f}, 0))),
        arguments("third choice of two", SPACES_DIFFER, change(c -> c.discreteActions(new int[] {2}, 0))),
        arguments("negative choice", SPACES_DIFFER, change(c -> c.discreteActions(new int[] {-1}, 0))),
        arguments("masked choice", SPACES_DIFFER, change(c -> c.masks(new byte[] {0, 1}, 0, 2))),
        arguments("mask for three", SPACES_DIFFER, change(c -> c.masks(new byte[] {1, 1, 1}, 0, 3))),
        arguments("mask of 2", MALFORMED, change(c -> c.masks(new byte[] {1, 2}, 0, 2))));
  }

  private static Consumer<Columns.Builder> change(Consumer<Columns.Builder> change) {
    return change;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("columns")
  void shouldObject(String what, RejectionReason reason, Consumer<Columns.Builder> change) {
    assertThat(CHOICES.check(World.Piece.of(p -> p.change = change))).as(what).isNotNull()
        .extracting(Objection::reason).isEqualTo(reason);
  }

  @Test
  void shouldPassOrdinaryRecordsAndRounding() {
    assertThat(CHOICES.check(World.Piece.of(p -> p.count = 7))).isNull();
    assertThat(CHOICES.check(World.Piece.of(p -> p.change = c -> c.logProbabilities(new float[] {1e-6f}, 0)))).isNull();
  }

  @Test
  void shouldObjectToIdentitiesBelowZero() {
    assertThat(CHOICES.check(World.Piece.of(p -> p.session = -1)).reason()).isEqualTo(MALFORMED);
    assertThat(CHOICES.check(World.Piece.of(p -> p.version = -2)).reason()).isEqualTo(MALFORMED);
    assertThat(CHOICES.check(World.Piece.of(p -> p.index = Long.MAX_VALUE)).reason()).isEqualTo(MALFORMED);
    assertThat(CHOICES.check(World.Piece.of(p -> p.version = Steps.FOREIGN_POLICY))).isNull();
    assertThat(CHOICES.check(World.Piece.of(p -> p.returnBefore = Double.POSITIVE_INFINITY)).reason()).isEqualTo(NON_FINITE);
  }

  private static Steps reals(float logProbability, Ending ending, boolean withNext) {
    Columns.Builder columns = new Columns.Builder(1, 2, 2).observations(new float[2], 0).continuousActions(new float[] {5, -5}, 0)
        .logProbabilities(new float[] {logProbability}, 0).rewards(new float[1], 0);
    if (withNext) {
      columns.nextObservation(new float[2], 0);
    }
    return new Steps(new StepId("p/0", 1, 0, 0), 0, columns.build(), ending, false, 0, Purpose.TRAIN, false, 0, 0);
  }

  @Test
  void shouldLetDensitiesExceedOne() {
    assertThat(REALS.check(reals(9, Ending.CONTINUES, true))).as("and raw actions their bounds").isNull();
    // Two narrowest Gaussians a float's σ allows.
    assertThat(REALS.check(reals((float) (-2 * Math.log(Float.MIN_VALUE * Math.sqrt(2 * Math.PI))), Ending.CONTINUES, true))).isNull();
    assertThat(REALS.check(reals(207, Ending.CONTINUES, true)).reason()).isEqualTo(IMPOSSIBLE_LOG_PROBABILITY);
    assertThat(REALS.check(World.Piece.of(p -> { })).reason()).isEqualTo(SPACES_DIFFER);
    assertThat(CHOICES.check(reals(-1, Ending.CONTINUES, true)).reason()).isEqualTo(SPACES_DIFFER);
  }

  @Test
  void shouldNeedTheObservationBehindUnlessTerminated() {
    assertThat(REALS.check(reals(-1, Ending.TERMINATED, false))).isNull();
    assertThat(REALS.check(reals(-1, Ending.TRUNCATED, false)).reason()).isEqualTo(MALFORMED);
  }

  @Test
  void shouldKnowPixels() {
    assertThat(PIXELS.check(World.Piece.of(p -> p.change = c -> c.observations(new float[] {0, 255}, 0)))).isNull();
    assertThat(PIXELS.check(World.Piece.of(p -> p.change = c -> c.observations(new float[] {0.5f, 255}, 0))).reason()).isEqualTo(SPACES_DIFFER);
    assertThat(PIXELS.check(World.Piece.of(p -> p.change = c -> c.observations(new float[] {-0f, 255}, 0))).reason()).isEqualTo(SPACES_DIFFER);
  }
}
