// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/// What was chosen for a claim's options. Immutable.
public final class Chosen {
  private final Map<String, Option> options;
  private final Map<String, String> values;
  private final boolean without;

  private Chosen(Map<String, Option> options, Map<String, String> values, boolean without) {
    this.options = options;
    this.values = values;
    this.without = without;
  }

  /// Every option as it is unless told.
  public static Chosen standard(Claim claim) {
    return of(claim, false);
  }

  /// The size in which tests run the claim: seconds at most.
  public static Chosen small(Claim claim) {
    return of(claim, true);
  }

  private static Chosen of(Claim claim, boolean small) {
    Map<String, Option> options = new LinkedHashMap<>();
    Map<String, String> values = new LinkedHashMap<>();
    for (Option option : claim.options()) {
      options.put(option.name(), option);
      values.put(option.name(), small ? option.small() : option.standard());
    }
    return new Chosen(options, values, false);
  }

  /// The same with one option changed.
  ///
  /// @param name without the hyphens
  /// @throws IllegalArgumentException where there is no such option or the value cannot be meant
  public Chosen with(String name, String typed) {
    if (!options.containsKey(name)) {
      throw new IllegalArgumentException("there is no option --" + name + "; expected one of " + names());
    }
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.put(name, options.get(name).checked(typed));
    return new Chosen(options, changed, without);
  }

  /// The same with what was typed: `--gamma 0.9` or `--gamma=0.9`, any number of them.
  ///
  /// @throws IllegalArgumentException where it cannot be meant
  public Chosen typed(List<String> words) {
    Chosen chosen = this;
    Iterator<String> word = words.iterator();
    while (word.hasNext()) {
      String first = word.next();
      int equals = first.indexOf('=');
      String option = equals < 0 ? first : first.substring(0, equals);
      if (!option.startsWith("--")) {
        throw new IllegalArgumentException("'" + first + "' is not an option; expected one of " + names());
      }
      if (equals < 0 && !word.hasNext()) {
        throw new IllegalArgumentException(option + " has no value; expected one after it");
      }
      chosen = chosen.with(option.substring(2), equals < 0 ? word.next() : first.substring(equals + 1));
    }
    return chosen;
  }

  /// The same without the claim's ingredient.
  public Chosen leavingOut() {
    return new Chosen(options, values, true);
  }

  /// Whether the claim's ingredient is left out.
  public boolean without() {
    return without;
  }

  public long of(Option.Whole option) {
    return Long.parseLong(value(option));
  }

  /// The same as an int, for options whose bounds allow no more.
  public int intOf(Option.Whole option) {
    return Math.toIntExact(of(option));
  }

  public double of(Option.Real option) {
    return Double.parseDouble(value(option));
  }

  public String of(Option.Choice option) {
    return value(option);
  }

  /// Name and value of each option, in the claim's order.
  public Map<String, String> values() {
    return new LinkedHashMap<>(values);
  }

  /// As it would be typed, all options in full.
  public String words() {
    StringBuilder words = new StringBuilder();
    values.forEach((name, value) -> words.append(words.isEmpty() ? "--" : " --").append(name).append(' ').append(value));
    return (without ? words.append(words.isEmpty() ? "--without" : " --without") : words).toString();
  }

  private String names() {
    return options.isEmpty() ? "none" : "--" + String.join(", --", options.keySet());
  }

  private String value(Option option) {
    String value = values.get(option.name());
    if (value == null) {
      throw new NoSuchElementException("option " + option.name() + " is not one of this claim's");
    }
    return value;
  }
}
