// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.look;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Targets;
import io.tributary.rl.learning.Metrics;
import io.tributary.rl.learning.OptimiserState;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.policy.PolicyState;

/// Any record as maps, lists, numbers and words, with the names its components have in code. What is absent is left out.
public final class RecordTree {
  private RecordTree() {}

  /// @param value anything a topic holds
  /// @throws IllegalStateException for a class nobody has said how to show
  public static Object of(Object value) {
    return switch (value) {
      case null -> null;
      case Double number -> finite(number);
      case Float number -> finite(number.doubleValue());
      case Number number -> number;
      case String text -> text;
      case Boolean truth -> truth;
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
      case Collection<?> list -> list.stream().map(RecordTree::of).toList();
      case Map<?, ?> map -> map(map);
      case StepId id -> fields("environment", id.environment(), "session", id.session(), "episode", id.episode(), "index", id.index());
      case Record record -> record(record);
      case Columns columns -> columns(columns);
      case Targets targets -> fields("rewardsToGo", targets.rewardsToGo(), "advantages", targets.advantages());
      case PolicyState state -> fields("parameters", state.parameters(), "observations", state.observations(), "returns", state.returns());
      case Moments moments -> moments(moments);
      case OptimiserState state ->
          fields("moments", state.moments(), "policySteps", state.policySteps(), "criticSteps", state.criticSteps());
      case Metrics metrics -> metrics(metrics);
      default -> other(value);
    };
  }

  private static Object other(Object value) {
    if (value.getClass().isArray()) {
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        list.add(of(Array.get(value, i)));
      }
      return list;
    }
    throw new IllegalStateException("no way to show a " + value.getClass().getName());
  }

  /// JSON has no NaN and no infinity.
  private static Object finite(double number) {
    return Double.isFinite(number) ? (Object) number : Double.toString(number);
  }

  private static Map<String, Object> map(Map<?, ?> map) {
    Map<String, Object> tree = new LinkedHashMap<>();
    map.forEach((key, value) -> put(tree, String.valueOf(key), value));
    return tree;
  }

  private static Map<String, Object> record(Record record) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (record.getClass().getEnclosingClass() != null && record.getClass().getEnclosingClass().isInterface()) {
      tree.put("kind", record.getClass().getSimpleName());
    }
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        put(tree, component.getName(), component.getAccessor().invoke(record));
      } catch (IllegalAccessException | InvocationTargetException failed) {
        throw new IllegalStateException(record.getClass().getName() + "." + component.getName() + " cannot be read", failed);
      }
    }
    return tree;
  }

  private static Map<String, Object> columns(Columns columns) {
    return fields(
        "count", columns.count(),
        "observations", columns.observations(),
        "nextObservation", columns.nextObservation(),
        "actions", columns.discreteActions() != null ? columns.discreteActions() : columns.continuousActions(),
        "environmentActions", columns.environmentActions(),
        "logProbabilities", columns.logProbabilities(),
        "values", columns.values(),
        "rewards", columns.rewards(),
        "masks", columns.masks(),
        "recurrentBefore", columns.recurrentBefore(),
        "recurrentAfter", columns.recurrentAfter());
  }

  private static Map<String, Object> moments(Moments moments) {
    double[] mean = new double[moments.features()];
    double[] squares = new double[moments.features()];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = moments.mean(i);
      squares[i] = moments.squares(i);
    }
    return fields("count", moments.count(), "mean", mean, "squares", squares);
  }

  private static Map<String, Object> metrics(Metrics metrics) {
    Map<String, Object> tree = new LinkedHashMap<>();
    metrics.forEach((metric, figure) -> put(tree, metric.field(), figure));
    return tree;
  }

  /// Names and values in turn.
  private static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      put(tree, (String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return tree;
  }

  private static void put(Map<String, Object> tree, String name, Object value) {
    if (value != null) {
      tree.put(name, of(value));
    }
  }
}
