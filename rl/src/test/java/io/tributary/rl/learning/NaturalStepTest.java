// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Targets;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.Policy;
import io.tributary.rl.policy.PolicyState;
import io.tributary.rl.policy.Rows;

import static org.assertj.core.api.Assertions.assertThat;

/// Correctness item 30: how natural steps are made, how far they go, and that a refused one leaves no trace.
class NaturalStepTest {
  private static final LearnerSettings NPG = Algorithms.named("npg").learner();
  private static final LearnerSettings TRPO = Algorithms.named("trpo").learner();

  private static final Architecture LINEAR = new Architecture(List.of(), "tanh", -.2, true);

  static Stream<Spaces> spaces() {
    return Stream.of(Cases.DISCRETE, Cases.MULTI_DISCRETE, Cases.CONTINUOUS);
  }

  private static LearnerSettings within(LearnerSettings settings, double maxKl, int iterations, double damping, int backtracks) {
    return settings.change().trustRegion(new LearnerSettings.TrustRegion(maxKl, iterations, damping, .8, backtracks)).build();
  }

  /// The parent's own data under these settings.
  private static Bench bench(Spaces spaces, LearnerSettings settings, long seed) {
    Agent parent = Cases.parent(spaces, seed);
    return new Bench(spaces, settings, 0, parent, Cases.acted(spaces, Cases.SMALL, parent.policy(), 78 + seed, 25, 12));
  }

  /// Parameters of some size in every layer, so that each matters to the policy, and what they acted.
  private static Bench settled(Spaces spaces, Architecture shape, LearnerSettings settings) {
    Agent trained = Cases.trained(spaces, shape, Algorithms.of(spaces, shape, LearnerSettings.defaults(), null, 1, Kernels.best()), 5);
    float[] theta = Cases.gaussians(new Random(6), trained.policy().parameters().length);
    for (int i = 0; i < theta.length; i++) {
      theta[i] *= .5f;
    }
    PolicyState state = new PolicyState(theta, trained.policy().observations(), trained.policy().returns());
    Agent parent = new Agent(2, state, trained.optimiser(), trained.stepsTrained(), null);
    return new Bench(spaces, shape, settings, 0, parent, Cases.acted(spaces, shape, state, 83, 40, 12));
  }

  private static PolicyGradient algorithm(Bench bench, Policy policy) {
    return new PolicyGradient(bench.batch.spaces(), policy, bench.critic, true, bench.settings, null, 1, bench.kernel, Pair.IN_TURN);
  }

  private static double[] policyOf(Bench bench, Agent agent) {
    return Bench.doubles(agent.policy().parameters(), bench.theta.length);
  }

  private static double[] moved(Bench bench, Update update) {
    double[] before = policyOf(bench, bench.parent);
    double[] after = policyOf(bench, update.agent());
    double[] moved = new double[bench.architecture.criticOffset()];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = after[i] - before[i];
    }
    return moved;
  }

  private static double cosine(double[] a, double[] b) {
    return ConjugateGradient.dot(a, b) / Math.sqrt(ConjugateGradient.dot(a, a) * ConjugateGradient.dot(b, b));
  }

  /// (F + damping·I)·d of a step d, at the parent.
  private static double[] image(Bench bench, double[] step) {
    PolicyProblem problem = bench.problem(new ScoreFunction(), 0);
    float[] direction = new float[bench.theta.length];
    float[] product = new float[bench.theta.length];
    for (int i = 0; i < step.length; i++) {
      direction[i] = (float) step[i];
    }
    problem.fisherVector(direction, product);
    double[] image = new double[step.length];
    for (int i = 0; i < step.length; i++) {
      image[i] = product[i] + bench.settings.trustRegion().damping() * step[i];
    }
    return image;
  }

  /// The step d of a natural gradient solves (F + damping·I)·d ∥ −g, and ½·dᵀ(F + damping·I)d = δ: all of it, whatever the surrogate says.
  @ParameterizedTest
  @MethodSource("spaces")
  void naturalGradientTakesTheFullStepOfItsLength(Spaces spaces) {
    Bench bench = bench(spaces, within(NPG, .02, 200, .1, 10), 5);
    Update update = bench.algorithm().update(bench.parent, bench.batch);
    double[] step = moved(bench, update);
    double[] image = image(bench, step);
    double[] gradient = Bench.doubles(bench.gradient(), step.length);
    assertThat(cosine(image, gradient)).isLessThan(-.99999);
    assertThat(ConjugateGradient.dot(step, image) / 2).isCloseTo(.02, Percentage.withPercentage(.1));
    assertThat(update.metrics().get(Metric.LINE_SEARCH_STEPS)).isEmpty();
    assertThat(update.stopReason()).isEqualTo(StopReason.COMPLETED);
  }

  /// Without damping the quadratic model is the divergence's own: a small full step has KL(π_k‖π_θ) = δ.
  @ParameterizedTest
  @MethodSource("spaces")
  void fullStepWithoutDampingHasTheDivergenceThatIsAllowed(Spaces spaces) {
    Bench bench = settled(spaces, Cases.SMALL, within(NPG, 1e-4, 10, 0, 10));
    double[] after = policyOf(bench, bench.algorithm().update(bench.parent, bench.batch).agent());
    assertThat(bench.oracle().divergence(policyOf(bench, bench.parent), after)).isCloseTo(1e-4, Percentage.withPercentage(5));
  }

  /// With damping the length is shorter, never longer: part of δ goes to the damping.
  @Test
  void dampingShortensTheStep() {
    double before = Double.POSITIVE_INFINITY;
    for (double damping : new double[] {1e-3, 1e-2, .1, 1}) {
      Bench bench = bench(Cases.DISCRETE, within(NPG, 1e-3, 100, damping, 10), 5);
      double kl = bench.oracle().divergence(policyOf(bench, bench.parent), policyOf(bench, bench.algorithm().update(bench.parent, bench.batch).agent()));
      assertThat(kl).as("damping %s", damping).isLessThan(before).isLessThan(1.1e-3);
      before = kl;
    }
  }

  /// TRPO's proposal is the natural gradient's step, shortened by the same factor once for every try that was refused.
  @ParameterizedTest
  @MethodSource("spaces")
  void proposalIsParallelToTheNaturalGradient(Spaces spaces) {
    for (double damping : new double[] {.1, 0}) {
      Bench natural = bench(spaces, within(NPG, .1, 15, damping, 40), 5);
      Bench region = bench(spaces, within(TRPO, .1, 15, damping, 40), 5);
      double[] full = moved(natural, natural.algorithm().update(natural.parent, natural.batch));
      Update update = region.algorithm().update(region.parent, region.batch);
      double[] step = moved(region, update);
      double tries = update.metrics().get(Metric.LINE_SEARCH_STEPS).orElseThrow();
      double factor = Math.pow(.8, tries - 1);
      assertThat(update.stopReason()).isEqualTo(StopReason.COMPLETED);
      assertThat(tries > 1).as("refused at first").isEqualTo(damping == 0);
      for (int i = 0; i < step.length; i++) {
        assertThat(step[i]).as("parameter %d", i).isCloseTo(factor * full[i], Offset.offset(1e-6));
      }
      assertThat(cosine(step, full)).isGreaterThan(.99999);
    }
  }

  /// Over seeds, spaces, objectives, limits and dampings: KL(π_k‖π_θ) on the batch is at most δ, and the surrogate is better, both by the double form.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void trustRegionKeepsItsLimitAndImproves(long seed) {
    spaces().forEach(spaces -> {
      for (double maxKl : new double[] {.001, .01, .1, .5}) {
        for (double damping : new double[] {0, .1}) {
          acceptedOrUntouched(bench(spaces, within(TRPO, maxKl, 10, damping, 10), seed));
        }
      }
    });
  }

  private static void acceptedOrUntouched(Bench bench) {
    Update update = bench.algorithm().update(bench.parent, bench.batch);
    double[] before = policyOf(bench, bench.parent);
    double[] after = policyOf(bench, update.agent());
    LossOracle losses = bench.standardisedLosses();
    assertThat(update.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(losses.policy().divergence(before, after)).isPositive().isLessThanOrEqualTo(bench.settings.trustRegion().maxKl() * (1 + 1e-3));
    assertThat(losses.stepImportance(after)).isLessThan(losses.stepImportance(before));
  }

  @ParameterizedTest
  @EnumSource(value = ObjectiveKind.class, names = {"STEP_IMPORTANCE", "CLIPPED_SURROGATE", "KL_PENALTY"})
  void trustRegionWorksOnEverySurrogateWithAValue(ObjectiveKind objective) {
    Bench bench = bench(Cases.CONTINUOUS, TRPO.change().objective(objective).build(), 5);
    acceptedOrUntouched(bench);
  }

  /// A Fisher matrix that is far too small proposes far too long a step; with one try it is refused, and nothing of the policy has changed.
  @ParameterizedTest
  @MethodSource("spaces")
  void refusedStepLeavesTheVerySameParameters(Spaces spaces) {
    Bench bench = bench(spaces, within(TRPO, .01, 10, 0, 1), 5);
    Update update = algorithm(bench, ReparameterisedPolicy.lying(bench.policy, 1e-6)).update(bench.parent, bench.batch);
    assertUntouched(bench, update, 1);
    assertThat(update.agent().optimiser().criticSteps()).as("the critic goes on").isGreaterThan(bench.parent.optimiser().criticSteps());
  }

  /// The same lie with enough tries: the line search finds its way back.
  @Test
  void lineSearchRecoversFromAStepThatIsTooLong() {
    Bench bench = bench(Cases.DISCRETE, within(TRPO, .01, 10, 0, 60), 5);
    Update update = algorithm(bench, ReparameterisedPolicy.lying(bench.policy, 1e-6)).update(bench.parent, bench.batch);
    assertThat(update.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(update.metrics().get(Metric.LINE_SEARCH_STEPS).orElseThrow()).isGreaterThan(10);
    assertThat(bench.oracle().divergence(policyOf(bench, bench.parent), policyOf(bench, update.agent()))).isPositive().isLessThan(.01001);
  }

  /// Where all advantages are equal there is nothing to follow: no step is better than none.
  @Test
  void nothingToFollowIsNoStep() {
    Bench acted = bench(Cases.DISCRETE, TRPO, 5);
    Bench bench = new Bench(Cases.DISCRETE, TRPO, 0, acted.parent,
        Stream.iterate(0, i -> i + 1).limit(acted.batch.trajectories()).map(acted.batch::trajectory).map(NaturalStepTest::worthNothing).toList());
    assertUntouched(bench, bench.algorithm().update(bench.parent, bench.batch), TRPO.trustRegion().backtracks());
  }

  private static Trajectory worthNothing(Trajectory t) {
    return new Trajectory(t.first(), t.columns(), new Targets(t.targets().rewardsToGo(), new float[t.count()]), t.gamma(), t.lambda(), t.ending(), t.cut(), 0,
        0, false, t.returnBefore(), t.sources());
  }

  private static void assertUntouched(Bench bench, Update update, int tries) {
    int critic = bench.architecture.criticOffset();
    assertThat(update.stopReason()).isEqualTo(StopReason.LINE_SEARCH_FAILED);
    assertThat(update.epochsDone()).isZero();
    assertThat(update.metrics().get(Metric.LINE_SEARCH_STEPS)).hasValue(tries);
    assertThat(update.metrics().get(Metric.APPROX_KL)).hasValue(0);
    assertThat(Arrays.copyOf(update.agent().policy().parameters(), critic)).containsExactly(Arrays.copyOf(bench.parent.policy().parameters(), critic));
    assertThat(update.agent().optimiser().policySteps()).isEqualTo(bench.parent.optimiser().policySteps());
  }

  /// The natural gradient is a direction in the space of policies: under other parameters for the same policies it makes the same policy. The plain
  /// gradient does not.
  @ParameterizedTest
  @MethodSource("spaces")
  void naturalGradientIsInvariantUnderReparameterisation(Spaces spaces) {
    assertThat(apart(settled(spaces, LINEAR, within(NPG, 1e-4, 100, 1e-9, 10)))).isLessThan(.01);
    LearnerSettings plain = NPG.change().step(StepKind.FIRST_ORDER).learningRate(Schedule.constant(.05))
        .optimiser(new LearnerSettings.Optimiser(LearnerSettings.Rule.SGD, 0, 0, 0)).build();
    assertThat(apart(settled(spaces, LINEAR, plain))).isGreaterThan(.3);
  }

  /// How much the changes of log π that an update makes differ between both parameterisations, relative to how large they are.
  private static double apart(Bench bench) {
    ReparameterisedPolicy translated = ReparameterisedPolicy.random(bench.policy, 3);
    int moments = bench.settings.optimiser().rule() == LearnerSettings.Rule.ADAM ? 2 * bench.theta.length : 0;
    PolicyState state = bench.parent.policy();
    OptimiserState fresh = new OptimiserState(new float[moments], 1, 1);
    Agent original = new Agent(2, state, fresh, 1, null);
    Agent renamed = new Agent(2, new PolicyState(translated.outer(state.parameters()), state.observations(), state.returns()), fresh, 1, null);
    float[] before = logProbabilities(bench, state.parameters());
    float[] first = logProbabilities(bench, bench.algorithm().update(original, bench.batch).agent().policy().parameters());
    float[] second = logProbabilities(bench,
        translated.inner(algorithm(bench, translated).update(renamed, bench.batch).agent().policy().parameters()));
    double apart = 0;
    double size = 0;
    for (int i = 0; i < before.length; i++) {
      apart += Math.pow(first[i] - second[i], 2);
      size += Math.pow(first[i] - before[i], 2);
    }
    assertThat(size).isGreaterThan(1e-4);
    return Math.sqrt(apart / size);
  }

  private static float[] logProbabilities(Bench bench, float[] theta) {
    Rows rows = bench.rows;
    Policy.Evaluation evaluation = bench.policy.evaluation(rows.count());
    evaluation.evaluate(theta, rows);
    float[] out = new float[rows.count()];
    evaluation.logProbabilities(out);
    return out;
  }

  /// The critic's own epochs never touch the policy, nor does how the policy moves touch the critic.
  @ParameterizedTest
  @ValueSource(strings = {"npg", "trpo", "reinforce-baseline", "off-policy-pg"})
  void criticAndPolicyLeaveEachOtherAlone(String name) {
    LearnerSettings settings = Algorithms.named(name).learner();
    LearnerSettings.Critic once = new LearnerSettings.Critic(1, 0, 1, 1, 1);
    LearnerSettings.Critic often = new LearnerSettings.Critic(1, 0, 7, 3, 2);
    Bench few = bench(Cases.DISCRETE, settings.change().critic(once).build(), 5);
    Bench many = bench(Cases.DISCRETE, settings.change().critic(often).build(), 5);
    LearnerSettings.TrustRegion far = new LearnerSettings.TrustRegion(.2, 5, .2, .5, 5);
    Bench farther = bench(Cases.DISCRETE, settings.change().critic(often).trustRegion(far).maxGradNorm(new LearnerSettings.MaxGradNorm(.01, .5, false))
        .optimiser(settings.optimiser()).entropy(Schedule.constant(.5)).build(), 5);
    int critic = few.architecture.criticOffset();
    float[] first = few.algorithm().update(few.parent, few.batch).agent().policy().parameters();
    float[] second = many.algorithm().update(many.parent, many.batch).agent().policy().parameters();
    float[] third = farther.algorithm().update(farther.parent, farther.batch).agent().policy().parameters();
    assertThat(Arrays.copyOf(second, critic)).containsExactly(Arrays.copyOf(first, critic));
    assertThat(Arrays.copyOfRange(second, critic, second.length)).isNotEqualTo(Arrays.copyOfRange(first, critic, first.length));
    assertThat(Arrays.copyOfRange(third, critic, third.length)).containsExactly(Arrays.copyOfRange(second, critic, second.length));
    assertThat(Arrays.copyOf(third, critic)).isNotEqualTo(Arrays.copyOf(second, critic));
  }

  /// A natural step has its own length: the learning rate is the critic's.
  @Test
  void learningRateOfNaturalStepsIsTheCritics() {
    Bench slow = bench(Cases.DISCRETE, NPG.change().learningRate(Schedule.constant(0)).build(), 5);
    Bench fast = bench(Cases.DISCRETE, NPG, 5);
    int critic = slow.architecture.criticOffset();
    float[] still = slow.algorithm().update(slow.parent, slow.batch).agent().policy().parameters();
    float[] moving = fast.algorithm().update(fast.parent, fast.batch).agent().policy().parameters();
    assertThat(Arrays.copyOf(still, critic)).containsExactly(Arrays.copyOf(moving, critic)).isNotEqualTo(Arrays.copyOf(slow.parent.policy().parameters(),
        critic));
    assertThat(Arrays.copyOfRange(still, critic, still.length)).isNotEqualTo(Arrays.copyOfRange(moving, critic, moving.length));
  }
}
