// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.baseline;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.math.optimisers.Adam;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TribuoSettingsTest {
  private static final String ADAM = "org.tribuo.math.optimisers.Adam";

  /// Inherits what is wrong.
  public static final class MyAdam extends Adam {}

  /// Has the optimiser as a default that no setting names.
  public static final class AdamByDefault extends org.tribuo.math.optimisers.SGD {
    @com.oracle.labs.mlrg.olcut.config.Config
    private org.tribuo.math.StochasticGradientOptimiser inner = new Adam();

    @Override
    public double learningRate() {
      return 1;
    }

    @Override
    protected String sgdType() {
      return "test of " + inner;
    }

    @Override
    public org.tribuo.math.StochasticGradientOptimiser copy() {
      return this;
    }
  }

  private static TribuoSettings with(String trainer, Map<String, String> fields) {
    return new TribuoSettings(trainer, fields, 100, 1 << 20, 0);
  }

  private static void refused(String trainer, Map<String, String> fields, String start, String... contents) {
    var refusal = assertThatThrownBy(() -> new TribuoBaseline(with(trainer, fields), 2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(start);
    for (String content : contents) {
      refusal.hasMessageContaining(content);
    }
  }

  @Test
  void shouldNameTheSettingThatIsWrong() {
    refused("no such", Map.of(), "tribuo.trainer is no such; expected one of [cart, elastic-net, linear-sgd, random-forest]");
    refused("not.a.Class", Map.of(), "tribuo.trainer is not.a.Class, which is no class here; expected one of [cart,");
    refused("java.lang.String", Map.of(), "tribuo.trainer is java.lang.String; expected a configurable class that is a org.tribuo.Trainer");
    refused("cart", Map.of("depth", "3"), "tribuo.fields.depth is 3; expected one of the fields of", "maxDepth", "minChildWeight");
    refused("cart", Map.of("maxDepth", "deep"), "tribuo.fields is ", "maxDepth=deep");
    refused("cart", Map.of("maxDepth", "-3"), "tribuo.fields is ", "maxDepth=-3");
    refused("cart", Map.of("maxDepth.x", "1"), "tribuo.fields.maxDepth.x is set, but maxDepth of ");
    refused("cart", Map.of("impurity.x", "1"), "tribuo.fields.impurity.x is 1, but there is no impurity; expected the full name of a class");
    refused("cart", Map.of("impurity", "org.tribuo.math.optimisers.SGD"), "tribuo.fields.impurity is org.tribuo.math.optimisers.SGD; expected a configurable");
    refused("cart", Map.of("maxDepth", "${user.home}"), "tribuo.fields.maxDepth is ${user.home}; expected");
    refused("cart", Map.of("a b", "1"), "tribuo.fields has an entry 'a b'; expected");
    refused(LinearSGDTrainer.class.getName(), Map.of(), "tribuo.fields is {} for ", "objective");
    assertThatThrownBy(() -> new TribuoSettings("cart", Map.of(), 1, 4096, 0)).hasMessageStartingWith("tribuo.windowRows is 1; expected 2 to");
    assertThatThrownBy(() -> new TribuoSettings("cart", Map.of(), 2, 1023, 0)).hasMessageStartingWith("tribuo.maxBytes is 1023; expected 1024 to");
    assertThatThrownBy(() -> new TribuoSettings("cart", Map.of(), 2, 1024, 1.5)).hasMessage("tribuo.grid is 1.5; expected 0 to 1");
    assertThatThrownBy(() -> new TribuoBaseline(new TribuoSettings("cart", Map.of(), 2, 1024, 0), 200))
        .hasMessageStartingWith("tribuo.maxBytes is 1024; expected room for at least 2 rows");
  }

  @Test
  void shouldRefuseTrainersOfOtherThingsThanRegressions() {
    refused("org.tribuo.classification.sgd.linear.LogisticRegressionTrainer", Map.of(), "tribuo.trainer is org.tribuo.classification", "trial fit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"optimiser", "optimiser.optimiser", "anything"})
  void shouldRefuseTribuosAdamByNameWhereverItStands(String field) {
    refused("linear-sgd", Map.of(field, ADAM), "tribuo.fields." + field + " is " + ADAM, "multiplies", "dividing");
    refused("linear-sgd", Map.of(field, "  " + ADAM + " "), "tribuo.fields." + field + " is " + ADAM);
    refused(ADAM, Map.of(), "tribuo.trainer is " + ADAM, "multiplies");
  }

  @Test
  void shouldRefuseTribuosAdamBehindOtherClasses() {
    refused("linear-sgd", Map.of("optimiser", MyAdam.class.getName()), "tribuo.fields.optimiser is " + MyAdam.class.getName(), "multiplies");
    refused("linear-sgd", Map.of("optimiser", AdamByDefault.class.getName(), "optimiser.initialLearningRate", "1", "optimiser.useMomentum", "NONE"),
        "tribuo.trainer.optimiser.inner is " + ADAM, "multiplies");
  }

  @Test
  void shouldReplaceDefaultsOfShortNames() {
    TribuoSettings settings = with("linear-sgd", Map.of("epochs", "7", "optimiser", "org.tribuo.math.optimisers.RMSProp",
        "optimiser.initialLearningRate", "0.01", "optimiser.rho", "0.9", "objective", "org.tribuo.regression.sgd.objectives.Huber"));
    String trainer = new ConfiguredTrainer(settings).create(1).toString();
    assertThat(trainer).contains("epochs=7", "RMSProp", "Huber").doesNotContain("AdaGrad");
  }

  @Test
  void shouldFollowTheRunsSeedUnlessAFieldGivesOne() {
    ConfiguredTrainer follows = new ConfiguredTrainer(with("random-forest", Map.of()));
    assertThat(follows.create(1).toString()).isEqualTo(follows.create(1).toString()).isNotEqualTo(follows.create(2).toString());
    ConfiguredTrainer fixed = new ConfiguredTrainer(with("random-forest", Map.of("seed", "5", "innerTrainer.seed", "6")));
    assertThat(fixed.create(1).toString()).isEqualTo(fixed.create(2).toString()).contains("seed=5", "seed=6");
  }
}
