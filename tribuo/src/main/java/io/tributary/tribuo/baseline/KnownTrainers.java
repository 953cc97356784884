// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.baseline;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Short names of Tribuo trainers that make good baselines, with fields that suit standardised observations and returns.
///
/// Names rather than classes: a trainer is found when it is asked for.
final class KnownTrainers {
  private static final String CART = "org.tribuo.regression.rtree.CARTRegressionTrainer";

  private static final Map<String, Known> ALL = new TreeMap<>(Map.of(
      "linear-sgd", new Known("org.tribuo.regression.sgd.linear.LinearSGDTrainer", Map.of(
          "objective", "org.tribuo.regression.sgd.objectives.SquaredLoss",
          "optimiser", "org.tribuo.math.optimisers.AdaGrad", "optimiser.initialLearningRate", "0.1", "optimiser.epsilon", "0.1",
          "epochs", "5")),
      "elastic-net", new Known("org.tribuo.regression.slm.ElasticNetCDTrainer", Map.of("alpha", "0.01", "l1Ratio", "0.5")),
      "cart", new Known(CART, Map.of("maxDepth", "6", "minChildWeight", "20")),
      "random-forest", new Known("org.tribuo.common.tree.RandomForestTrainer", Map.of(
          "combiner", "org.tribuo.regression.ensemble.AveragingCombiner", "numMembers", "10",
          "innerTrainer", CART, "innerTrainer.maxDepth", "6", "innerTrainer.minChildWeight", "20", "innerTrainer.fractionFeaturesInSplit", "0.5"))));

  /// A class and what its fields are unless the settings say otherwise.
  record Known(String className, Map<String, String> fields) {}

  private KnownTrainers() {}

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /// The class and fields that the settings mean.
  static Known resolve(TribuoSettings settings) {
    Known known = ALL.get(settings.trainer());
    if (known == null) {
      return new Known(settings.trainer(), settings.fields());
    }
    Map<String, String> fields = new TreeMap<>(known.fields());
    settings.fields().forEach((name, value) -> {
      if (!value.equals(fields.get(name))) {
        // Another component has other fields than the one it replaces.
        fields.keySet().removeIf(field -> field.startsWith(name + "."));
      }
    });
    fields.putAll(settings.fields());
    return new Known(known.className(), fields);
  }
}
