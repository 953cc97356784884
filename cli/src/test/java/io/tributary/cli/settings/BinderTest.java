// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import io.tributary.cli.UsageException;
import io.tributary.rl.learning.Schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BinderTest {
  public enum Colour {
    RED,
    DARK_BLUE
  }

  public record Inner(int count, List<Integer> widths) {
    public Inner {
      if (count < 1) {
        throw new IllegalArgumentException("inner.count is " + count + "; expected 1 or more");
      }
    }

    public static Inner defaults() {
      return new Inner(3, List.of(64, 64));
    }
  }

  public record Outer(
      String name, long big, double rate, boolean on, Colour colour, Double maybe, OptionalLong seed, Inner inner, Inner absent, Schedule pace,
      Map<String, String> kafka) {
    public static Outer defaults() {
      return new Outer("x", 1L << 40, 0.5, false, Colour.RED, null, OptionalLong.empty(), Inner.defaults(), null, Schedule.constant(1), Map.of());
    }
  }

  @Test
  void shouldKeepDefaultsWhereNothingIsGiven() {
    assertThat(bind()).isEqualTo(Outer.defaults());
  }

  @Test
  void shouldBindEveryKindOfValue() {
    Outer bound = bind("name", "a b", "big", "9_000_000_000", "rate", "3e-4", "on", "true", "colour", "dark-blue", "maybe", "-1.5", "seed", "7",
        "inner.count", "5", "inner.widths", "[1, 2,3]", "absent.count", "9", "pace", "0.25", "kafka.security.protocol", "SSL", "kafka.a", "b");

    assertThat(bound).isEqualTo(new Outer("a b", 9_000_000_000L, 3e-4, true, Colour.DARK_BLUE, -1.5, OptionalLong.of(7),
        new Inner(5, List.of(1, 2, 3)), new Inner(9, List.of(64, 64)), Schedule.constant(0.25), Map.of("security.protocol", "SSL", "a", "b")));
  }

  @Test
  void shouldBindASchedulesEndsOnTopOfASingleNumber() {
    assertThat(bind("pace", "0.25", "pace.to", "0", "pace.over", "10").pace()).isEqualTo(new Schedule(0.25, 0, 10));
  }

  @Test
  void shouldUnsetWhatMayBeAbsent() {
    assertThat(bind("maybe", "").maybe()).isNull();
    assertThat(bind("inner.widths", "").inner().widths()).isEmpty();
  }

  @Test
  void shouldGiveBackWhatItFlattened() {
    Outer bound = bind("name", "n", "maybe", "2.25", "inner.widths", "8", "kafka.acks", "all", "colour", "dark-blue", "rate", "0.0003", "absent.count", "2");
    Map<String, Given> again = new TreeMap<>();
    Setting.flatten(bound).forEach((key, value) -> again.put(key, new Given(value, "the first")));

    assertThat(new Binder(again).bind(Outer.defaults())).isEqualTo(bound);
    assertThat(Setting.flatten(bound)).containsEntry("rate", "0.0003").containsEntry("colour", "dark-blue").doesNotContainKey("seed");
  }

  @Test
  void shouldNameTheNearestKnownSettingAndTheOrigin() {
    assertThatThrownBy(() -> bind("inner.cuont", "5")).isInstanceOf(UsageException.class)
        .hasMessageContaining("unknown setting 'inner.cuont' (from --set)").hasMessageContaining("did you mean 'inner.count'?");
    assertThatThrownBy(() -> bind("zzzzzzzzzzzzzzzzzzz", "5")).hasMessageContaining("docs/settings.md");
  }

  @Test
  void shouldSayWhatWasExpectedOfAnUnreadableValue() {
    assertThatThrownBy(() -> bind("inner.count", "x")).isInstanceOf(UsageException.class)
        .hasMessage("inner.count is 'x' (from --set); expected a whole number; nothing was started");
    assertThatThrownBy(() -> bind("on", "yes")).hasMessageContaining("expected true or false");
    assertThatThrownBy(() -> bind("colour", "green")).hasMessageContaining("expected red or dark-blue");
    assertThatThrownBy(() -> bind("rate", "NaN")).hasMessageContaining("expected a number");
    assertThatThrownBy(() -> bind("inner.widths", "1,x")).hasMessageContaining("whole numbers with commas");
  }

  @Test
  void shouldPassOnWhatTheRecordRefusesWithItsOrigin() {
    assertThatThrownBy(() -> bind("inner.count", "0")).isInstanceOf(UsageException.class)
        .hasMessage("inner.count is 0; expected 1 or more (from --set); nothing was started");
  }

  private static Outer bind(String... keysAndValues) {
    Map<String, Given> given = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      given.put(keysAndValues[i], new Given(keysAndValues[i + 1], "--set"));
    }
    return new Binder(given).bind(Outer.defaults());
  }
}
