// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Targets;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Metric;
import io.tributary.rl.learning.Metrics;
import io.tributary.rl.learning.OptimiserState;
import io.tributary.rl.learning.StopReason;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.Exploration;
import io.tributary.rl.policy.PolicyState;

/// Seeded records of every kind: the same seed gives the same record for ever, which the golden bytes rely on.
final class Samples {
  private static final String[] NAMES = {"cartpole/0", "a", "möwe/17", "鳥/2", "\uD83D\uDC26/3", "long-name-of-a-producer-0123456789/4095"};

  private final Random random;

  Samples(long seed) {
    random = new Random(seed);
  }

  /// One record of the kind called `name`.
  Object of(String name) {
    return switch (name) {
      case "Steps" -> steps();
      case "Outcome" -> new Outcome(id(), text(), floats(1)[0], number());
      case "Trajectory" -> trajectory();
      case "RejectedStep" -> rejected();
      case "Episode" -> episode();
      case "PolicySnapshot" -> snapshot();
      case "Checkpoint" -> checkpoint();
      case "RunSpec" -> runSpec();
      case "SettingsRevision" -> new SettingsRevision(random.nextInt(1, 100), settings(), text(), number());
      case "VersionMetrics" -> new VersionMetrics(number(), metrics(), one(StopReason.values()), number());
      case "OpenEnvironment" -> openEnvironment();
      case "OpenSteps" -> new OpenSteps(random.nextInt(1000), number(), number(), bytes(random.nextInt(200)));
      default -> throw new IllegalArgumentException(name);
    };
  }

  Steps steps() {
    return new Steps(id(), number(), columns(random.nextInt(1, 40)), one(Ending.values()), random.nextBoolean(), random.nextGaussian(),
        one(Purpose.values()), random.nextBoolean(), number(), number());
  }

  Trajectory trajectory() {
    Columns columns = columns(random.nextInt(1, 200));
    Targets targets = new Targets(floats(columns.count()), columns.values() == null ? null : floats(columns.count()));
    return new Trajectory(id(), columns, targets, random.nextDouble(), random.nextDouble(), one(Ending.values()), random.nextBoolean(),
        number(), number(), random.nextBoolean(), random.nextGaussian(), sources(random.nextInt(5)));
  }

  /// Any legal combination of columns, with odd numbers among them.
  Columns columns(int count) {
    int observationSize = random.nextInt(1, 9);
    int actionSize = random.nextInt(1, 4);
    Columns.Builder builder = new Columns.Builder(count, observationSize, actionSize)
        .observations(observations(count * observationSize), 0)
        .rewards(floats(count), 0);
    if (random.nextInt(4) > 0) {
      builder.nextObservation(observations(observationSize), 0);
    }
    if (random.nextBoolean()) {
      builder.discreteActions(random.ints((long) count * actionSize).map(any -> any >> random.nextInt(32)).toArray(), 0);
    } else {
      builder.continuousActions(floats(count * actionSize), 0);
    }
    if (random.nextBoolean()) {
      builder.environmentActions(floats(count * actionSize), 0);
    }
    if (random.nextBoolean()) {
      builder.logProbabilities(floats(count), 0);
    }
    if (random.nextBoolean()) {
      builder.values(floats(count + 1), 0);
    }
    if (random.nextBoolean()) {
      builder.masks(bytes(count * 3), 0, 3);
    }
    if (random.nextBoolean()) {
      int size = random.nextInt(6);
      builder.recurrent(floats(size), floats(size));
    }
    return builder.build();
  }

  private RejectedStep rejected() {
    byte[] key = random.nextBoolean() ? null : bytes(random.nextInt(30));
    return RejectedStep.of(key, bytes(random.nextInt(300)), random.nextInt(1000), number(), number(), random.nextInt(),
        one(RejectionReason.values()), text(), number());
  }

  private Episode episode() {
    return new Episode(one(NAMES), number(), number(), random.nextGaussian(), number(), one(Ending.values()), number(), number(),
        one(Purpose.values()), sources(random.nextInt(4)), number());
  }

  private PolicySnapshot snapshot() {
    AgentHashes hashes = AgentHashes.of(agent());
    return new PolicySnapshot(number(), number(), random.nextInt(), policy(), ranges(), List.of(new SkippedTrajectory(2, number(), 17, text())),
        consumed(), number(), hashes, random.nextInt(10), one(StopReason.values()), number(), number());
  }

  private Checkpoint checkpoint() {
    return new Checkpoint(agent(), ranges(), consumed(), random.nextInt(100), number(), number());
  }

  Agent agent() {
    OptimiserState optimiser = new OptimiserState(floats(random.nextInt(50)), number(), number());
    return new Agent(number(), policy(), optimiser, number(), random.nextBoolean() ? null : bytes(random.nextInt(20)));
  }

  private PolicyState policy() {
    return new PolicyState(floats(random.nextInt(50)), moments(random.nextInt(1, 9)), moments(1));
  }

  private Moments moments(int features) {
    return new Moments(random.nextInt(1000), random.doubles(features).toArray(), random.doubles(features).toArray());
  }

  RunSpec runSpec() {
    Segmenting segmenting = random.nextBoolean() ? new Segmenting.CompleteEpisodes() : new Segmenting.MaxSteps(random.nextInt(1, 1000));
    OutcomeJoin join = random.nextBoolean() ? null : new OutcomeJoin(number(), random.nextBoolean() ? null : random.nextGaussian());
    Architecture architecture = new Architecture(List.of(random.nextInt(1, 100), 3), "relu", random.nextDouble(), random.nextBoolean(),
        one(Exploration.values()));
    return new RunSpec("run-" + random.nextInt(10), text(), new Spaces(space(), space()), architecture, random.nextDouble(), random.nextDouble(),
        segmenting, random.nextBoolean(), random.nextInt(1, 1001), text(), random.nextLong(), random.nextBoolean() ? -1 : 86_400_000,
        random.nextInt(1, 1000), 1000, join, settings(), number(), random.nextBoolean() ? "" : "run-" + random.nextInt(10));
  }

  private Space space() {
    return switch (random.nextInt(4)) {
      case 0 -> new Space.Discrete(random.nextInt(1, 100));
      case 1 -> new Space.MultiDiscrete(List.of(2, random.nextInt(1, 100), 5));
      case 2 -> Space.Box.unbounded(random.nextInt(1, 100));
      default -> new Space.Box(List.of(2, 3), List.of(0f), List.of(1f, 2f, 3f, 4f, 5f, 255f), random.nextBoolean());
    };
  }

  private OpenEnvironment openEnvironment() {
    return new OpenEnvironment(number(), number(), number(), random.nextBoolean(), random.nextBoolean(), one(Purpose.values()),
        random.nextGaussian(), random.nextInt(), random.nextInt(), number(), random.nextGaussian(), random.nextInt(), number(), number(),
        number(), number());
  }

  private Metrics metrics() {
    Metrics metrics = new Metrics();
    for (Metric metric : Metric.values()) {
      if (random.nextBoolean()) {
        metrics.put(metric, random.nextGaussian());
      }
    }
    return metrics;
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      settings.put("rollout.x" + i, text());
    }
    return settings;
  }

  private List<OffsetRange> ranges() {
    return List.of(new OffsetRange(0, 5, 5), new OffsetRange(1, 0, random.nextInt(1, 1 << 30)));
  }

  private List<Consumed> consumed() {
    return random.nextBoolean() ? List.of() : List.of(new Consumed(text(), number(), number(), number()));
  }

  private List<Source> sources(int count) {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sources.add(new Source(random.nextInt(1000), number(), number(), random.nextInt(1, 40)));
    }
    return sources;
  }

  private StepId id() {
    return new StepId(one(NAMES), number(), number(), number());
  }

  private String text() {
    return one(NAMES).repeat(random.nextInt(3));
  }

  /// Longs of every magnitude, both signs.
  private long number() {
    return random.nextLong() >> random.nextInt(64);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private float[] observations(int length) {
    float[] values = floats(length);
    if (random.nextInt(3) == 0) {
      for (int i = 0; i < length; i++) {
        values[i] = random.nextInt(256);
      }
    }
    return values;
  }

  private float[] floats(int length) {
    float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, -0f, Float.MIN_VALUE, 255, 256, -1, 0.5f};
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextInt(8) == 0 ? odd[random.nextInt(odd.length)] : (float) random.nextGaussian();
    }
    return values;
  }

  @SafeVarargs
  private <T> T one(T... values) {
    return values[random.nextInt(values.length)];
  }
}
