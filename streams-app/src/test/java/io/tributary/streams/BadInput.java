// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.schemas.RejectionReason;

import static io.tributary.schemas.RejectionReason.DUPLICATE;
import static io.tributary.schemas.RejectionReason.IMPOSSIBLE_LOG_PROBABILITY;
import static io.tributary.schemas.RejectionReason.LATE;
import static io.tributary.schemas.RejectionReason.MALFORMED;
import static io.tributary.schemas.RejectionReason.NON_FINITE;
import static io.tributary.schemas.RejectionReason.NO_OUTCOME;
import static io.tributary.schemas.RejectionReason.SPACES_DIFFER;
import static io.tributary.schemas.RejectionReason.SUPERSEDED;
import static io.tributary.schemas.RejectionReason.TOO_LONG;
import static io.tributary.schemas.RejectionReason.UNKNOWN_SCHEMA;

/// One kind of bad input: the record, what is said of it, and nothing else happens.
///
/// @param what in words
/// @param key of the record; null for none
/// @param value of the record; null for none
/// @param reason it is rejected for
/// @param count steps it is rejected with; −1 where they cannot be read
/// @param from first place among {@link #NEIGHBOURS} where the record is bad in this way
/// @param until last such place
/// @param message what must stand in the message
record BadInput(String what, byte[] key, byte[] value, RejectionReason reason, int count, int from, int until, List<String> message) {
  /// The environment that the bad record says, or hides, that it is of; in partition 0 of 2, as all neighbours are.
  static final String SAME = World.environment("p", 0, 2);
  static final String OTHER = World.environment("q", 0, 2);
  static final long SESSION = 5;

  /// Good records before, between and behind which the bad one comes: two episodes of its own environment and of another one, the second of
  /// each still open at the end, and an evaluation.
  static final List<Consumer<World.Piece>> NEIGHBOURS = List.of(
      piece(SAME, 0, 0, 2, Ending.CONTINUES), piece(OTHER, 0, 0, 1, Ending.CONTINUES), piece(SAME, 0, 2, 3, Ending.CONTINUES),
      piece(SAME, 0, 5, 2, Ending.TERMINATED), piece(OTHER, 0, 1, 6, Ending.TRUNCATED), piece(SAME, 1, 0, 1, Ending.CONTINUES),
      piece(OTHER, 1, 0, 2, Ending.CONTINUES), piece(SAME, 1, 1, 1, Ending.CONTINUES), evaluation(0, 3, Ending.CONTINUES),
      evaluation(3, 1, Ending.TERMINATED), piece(SAME, 1, 2, 1, Ending.CONTINUES));

  /// Session 5 and episode 2 of {@link #SAME} come in no neighbour, so a record there is bad for what it is or not at all.
  private static Wire wire() {
    return Wire.of(SAME, SESSION, 2, 0);
  }

  private static Consumer<World.Piece> piece(String environment, int episode, int index, int count, Ending ending) {
    return p -> {
      p.environment = environment;
      p.session = SESSION;
      p.episode = episode;
      p.index = index;
      p.count = count;
      p.ending = ending;
    };
  }

  private static Consumer<World.Piece> evaluation(int index, int count, Ending ending) {
    return piece(World.environment("e", 0, 2), 0, index, count, ending).andThen(p -> p.purpose = Purpose.EVALUATE);
  }

  @Override
  public String toString() {
    return what;
  }

  private static BadInput bytes(String what, RejectionReason reason, byte[] value, String... message) {
    return new BadInput(what, World.key(SAME), value, reason, -1, 0, NEIGHBOURS.size(), List.of(message));
  }

  private static BadInput field(String what, String field, byte[] bytes, String... message) {
    return bytes(what, MALFORMED, wire().with(field, bytes).bytes(), message);
  }

  private static BadInput keyed(String what, byte[] key, String environment, String... message) {
    return new BadInput(what, key, Wire.of(environment, SESSION, 2, 0).bytes(), MALFORMED, 1, 0, NEIGHBOURS.size(), List.of(message));
  }

  private static BadInput steps(String what, RejectionReason reason, Consumer<World.Piece> set, String... message) {
    return placed(what, reason, 0, NEIGHBOURS.size(), set, message);
  }

  private static BadInput placed(String what, RejectionReason reason, int from, int until, Consumer<World.Piece> set, String... message) {
    var made = World.Piece.of(piece(SAME, 2, 0, 1, Ending.CONTINUES).andThen(set));
    return new BadInput(what, World.key(made.first().environment()), World.bytes(made), reason, made.count(), from, until, List.of(message));
  }

  private static BadInput columns(String what, RejectionReason reason, Consumer<Columns.Builder> change, String... message) {
    return steps(what, reason, p -> p.change = change, message);
  }

  /// Every kind, one after the other.
  static List<BadInput> all() {
    List<BadInput> all = new ArrayList<>();
    all.addAll(noRecords());
    all.addAll(malformed());
    all.addAll(foreign());
    all.addAll(identities());
    all.addAll(spaces());
    all.addAll(numbers());
    all.addAll(places());
    return all;
  }

  private static List<BadInput> noRecords() {
    byte[] whole = wire().bytes();
    byte[] noise = new byte[200_000];
    new Random(1).nextBytes(noise);
    return List.of(
        bytes("tombstone", MALFORMED, null, "no value", "expected steps"),
        new BadInput("nothing at all", null, null, MALFORMED, -1, 0, NEIGHBOURS.size(), List.of("no value", "expected steps")),
        bytes("no bytes", MALFORMED, new byte[0], "0 bytes", "expected at least the 10"),
        bytes("JSON", MALFORMED, "{\"reward\": 1}".getBytes(StandardCharsets.UTF_8), "starts with 7B 22", "expected C3 01"),
        bytes("noise of 200 kB", MALFORMED, noise, "starts with", "expected C3 01"),
        bytes("header alone", MALFORMED, Arrays.copyOf(whole, 10), "byte 10 of 10", "expected no more than the 0 left"),
        bytes("without its last byte", MALFORMED, Arrays.copyOf(whole, whole.length - 1), "byte " + (whole.length - 1), "expected"),
        bytes("with a byte behind it", MALFORMED, Arrays.copyOf(whole, whole.length + 1), "1 bytes after the record's end", "expected none"),
        bytes("a trajectory", MALFORMED, trajectory(), "holds a record Trajectory", "expected Steps"),
        bytes("newer schema", UNKNOWN_SCHEMA, wire().writtenBy(0x0123456789ABCDEFL).bytes(), "0123456789abcdef", "expected one of Steps"));
  }

  private static byte[] trajectory() {
    World.Partition partition = new World.Partition(new io.tributary.schemas.Segmenting.MaxSteps(1));
    return World.topics().trajectories().value().encode(((Assembled.Segment) partition.send(p -> { }).getFirst()).trajectory());
  }

  private static List<BadInput> malformed() {
    byte[] one = Wire.number(1);
    return List.of(
        field("length of 2^31", "environment", Wire.number(1L << 31), "length 2147483648", "expected 0 to the"),
        field("length of −1", "environment", Wire.number(-1), "length -1", "expected 0 to the"),
        field("id that is not UTF-8", "environment", Wire.joined(Wire.number(2), new byte[] {(byte) 0xC3, 0x28}), "not UTF-8", "expected UTF-8"),
        field("number of 70 bits", "session", new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 127}, "more than 64 bits", "expected at most 64"),
        field("2^31 observations", "observations", Wire.joined(Wire.number(0), Wire.block(1L << 31)), "block of 2147483648 items", "expected no more"),
        field("2^61 observations", "observations", Wire.joined(Wire.number(0), Wire.block(1L << 61)), "block of 2305843009213693952 items"),
        field("as many as no number holds", "observations", Wire.joined(Wire.number(0), Wire.block(Long.MIN_VALUE), one), "block of", "expected no more"),
        field("negative block, size of 2^40", "observations", Wire.joined(Wire.number(0), Wire.block(-2), Wire.number(1L << 40)), "length 1099511627776"),
        field("negative block, wrong size", "rewards", Wire.joined(Wire.block(-1), Wire.number(3), new byte[Float.BYTES], Wire.block(0)),
            "the block should end at byte", "expected its size to be true"),
        field("blocks without end", "rewards", endlessBlocks(), "expected"),
        field("third branch of two", "observations", Wire.joined(Wire.number(2), Wire.floats(1, 1)), "choice 2", "expected 0 to 1"),
        field("fourth ending of three", "ending", Wire.number(3), "choice 3", "expected 0 to 2"),
        field("boolean of 2", "cut", new byte[] {2}, "boolean is 2", "expected 0 or 1"),
        field("no steps", "rewards", Wire.block(0), "no rewards", "expected one for each of at least 1 step"),
        field("no actions", "discreteActions", Wire.number(0), "neither of", "expected one"),
        field("both kinds of actions", "continuousActions", Wire.joined(one, Wire.floats(1)), "both of", "expected one"),
        field("two steps, one action", "rewards", Wire.floats(1, 1), "2 steps", "expected a positive multiple"),
        field("values of another length", "values", Wire.joined(one, Wire.floats(1)), "values has 1 entries", "expected 2"),
        field("log-probabilities of another length", "logProbabilities", Wire.joined(one, Wire.floats(-1, -1)), "logProbabilities has 2", "expected 1"),
        field("observation behind of another length", "nextObservation", Wire.joined(Wire.number(0), Wire.floats(1)), "nextObservation has 1", "expected 2"),
        field("half a recurrent state", "recurrentBefore", Wire.joined(one, Wire.floats(1)), "only one of", "expected both or neither"));
  }

  private static byte[] endlessBlocks() {
    byte[] blocks = new byte[5 * 10_000];
    for (int i = 0; i < blocks.length; i += 5) {
      blocks[i] = 2;
    }
    return blocks;
  }

  private static List<BadInput> foreign() {
    String elsewhere = World.environment("r", 1, 2);
    return List.of(
        keyed("no key", null, SAME, "the key is not the environment id '" + SAME + "'", "expected its UTF-8 bytes"),
        keyed("empty key", new byte[0], SAME, "the key is not the environment id"),
        keyed("key of another environment", World.key(OTHER), SAME, "the key is not the environment id '" + SAME + "'"),
        keyed("key that is not UTF-8", new byte[] {(byte) 0xFF, (byte) 0xFE}, SAME, "the key is not the environment id"),
        keyed("key of a megabyte", new byte[1 << 20], SAME, "the key is not the environment id"),
        keyed("empty id", new byte[0], "", "the environment id has 0 bytes", "expected 1 to 249"),
        keyed("id of 250 bytes", World.key("x".repeat(250)), "x".repeat(250), "the environment id has 250 bytes", "expected 1 to 249"),
        keyed("id that moves the cursor", World.key("p\u001B[2J\u009B2J\u202E"), "p\u001B[2J\u009B2J\u202E", "p?[2J?2J?"),
        keyed("another partition than the key's", World.key(elsewhere), elsewhere, "lies in partition 0", "expected partition 1, murmur2 of the key"));
  }

  private static List<BadInput> identities() {
    return List.of(
        steps("session below 0", MALFORMED, p -> p.session = -1, "session -1", "expected none to be negative"),
        steps("session of the year 292 million", MALFORMED, p -> p.session = Long.MAX_VALUE, "session 9223372036854775807", "expected milliseconds"),
        steps("session from the future", MALFORMED, p -> p.session = 2 * ForeignRecord.MOST_AHEAD_MS, "ten minutes ahead of the broker's clock"),
        steps("episode below 0", MALFORMED, p -> p.episode = -7, "episode -7", "expected none to be negative"),
        steps("index below 0", MALFORMED, p -> p.index = Long.MIN_VALUE, "index -9223372036854775808", "expected none to be negative"),
        steps("index that overflows", MALFORMED, p -> p.index = Long.MAX_VALUE, "index 9223372036854775807"),
        steps("version below −1", MALFORMED, p -> p.version = -2, "policy version is -2", "expected at least -1"));
  }

  private static List<BadInput> spaces() {
    return List.of(
        bytes("observation of one number", SPACES_DIFFER, wire().with("observations", Wire.number(0), Wire.floats(1))
            .with("nextObservation", Wire.number(0), Wire.floats(1)).bytes(), "observations have 1 numbers", "expected 2").counted(1),
        bytes("real actions", SPACES_DIFFER, wire().with("discreteActions", Wire.number(0)).with("continuousActions", Wire.number(1), Wire.floats(1)).bytes(),
            "actions are real numbers", "expected choices").counted(1),
        bytes("two actions a step", SPACES_DIFFER, wire().with("discreteActions", Wire.number(1), Wire.block(2), Wire.number(0), Wire.number(0), Wire.block(0))
            .bytes(), "actions have 2 numbers", "expected 1").counted(1),
        bytes("action below 0", SPACES_DIFFER, wire().with("discreteActions", Wire.number(1), Wire.block(1), Wire.number(-1), Wire.block(0)).bytes(),
            "action is -1", "expected 0 to 1").counted(1),
        bytes("action of 2^31 − 1", SPACES_DIFFER, wire()
            .with("discreteActions", Wire.number(1), Wire.block(1), Wire.number(Integer.MAX_VALUE), Wire.block(0)).bytes(),
            "action is 2147483647", "expected 0 to 1").counted(1),
        columns("mask for three choices", SPACES_DIFFER, c -> c.masks(new byte[] {1, 1, 1}, 0, 3), "masks have 3 entries", "expected 2"),
        columns("mask of 2", MALFORMED, c -> c.masks(new byte[] {1, 2}, 0, 2), "the entry 2", "expected 0 or 1"),
        columns("action that the mask forbids", SPACES_DIFFER, c -> c.masks(new byte[] {0, 1}, 0, 2), "its own mask forbids", "expected an allowed one"),
        steps("going on without an observation", MALFORMED, p -> p.withNext = false, "no observation after the last step", "expected one"));
  }

  private static List<BadInput> numbers() {
    List<BadInput> all = new ArrayList<>();
    for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      all.add(columns("reward " + wrong, NON_FINITE, c -> c.rewards(new float[] {wrong}, 0), "reward is " + wrong, "expected a finite number"));
      all.add(columns("observation " + wrong, NON_FINITE, c -> c.observations(new float[] {0, wrong}, 0), "observation is " + wrong));
      all.add(columns("observation behind " + wrong, NON_FINITE, c -> c.nextObservation(new float[] {wrong, 0}, 0), "after the last step is " + wrong));
      all.add(columns("value " + wrong, NON_FINITE, c -> c.values(new float[] {0, wrong}, 0), "value is " + wrong));
      all.add(columns("log-probability " + wrong, NON_FINITE, c -> c.logProbabilities(new float[] {wrong}, 0), "log-probability is " + wrong));
      all.add(columns("environment action " + wrong, NON_FINITE, c -> c.environmentActions(new float[] {wrong}, 0), "environment action is " + wrong));
      all.add(columns("recurrent state " + wrong, NON_FINITE, c -> c.recurrent(new float[] {wrong}, new float[1]), "recurrent state is " + wrong));
    }
    all.add(columns("reward near the end of floats", NON_FINITE, c -> c.rewards(new float[] {-2e38f}, 0), "reward is -2.0E38", "at most 1.0E30"));
    all.add(columns("value near the end of floats", NON_FINITE, c -> c.values(new float[] {3e38f, 0}, 0), "value is 3.0E38", "at most 1.0E30"));
    all.add(steps("return before NaN", NON_FINITE, p -> p.returnBefore = Double.NaN, "return before the first step is NaN", "expected a finite number"));
    all.add(columns("probability above 1", IMPOSSIBLE_LOG_PROBABILITY, c -> c.logProbabilities(new float[] {0.01f}, 0), "log-probability is 0.01",
        "expected -745.0 to 1.0E-4"));
    all.add(columns("probability below any double", IMPOSSIBLE_LOG_PROBABILITY, c -> c.logProbabilities(new float[] {-746}, 0), "log-probability is -746"));
    all.add(new BadInput("reward to come", World.key(SAME), wire().with("rewardPending", new byte[] {1}).bytes(), NO_OUTCOME, 1, 0, NEIGHBOURS.size(),
        List.of("a reward is pending", "expected known rewards")));
    all.add(steps("longer than any trajectory", TOO_LONG, p -> p.count = 500_000, "its segment may take", "expected at most"));
    all.add(steps("longer than any trajectory, behind a gap", TOO_LONG, p -> {
      p.index = 77;
      p.count = 500_000;
    }, "its segment may take", "expected at most"));
    return all;
  }

  private static List<BadInput> places() {
    return List.of(
        placed("the same record again", DUPLICATE, 1, 5, NEIGHBOURS.getFirst(), "step", "expected"),
        placed("another producer under the same id and session", DUPLICATE, 3, 5, piece(SAME, 0, 1, 1, Ending.TERMINATED), "the next step expected is"),
        placed("behind the ending", LATE, 4, 5, piece(SAME, 0, 7, 1, Ending.CONTINUES), "expected"),
        placed("an earlier episode", LATE, 6, 11, piece(SAME, 0, 7, 1, Ending.CONTINUES), "episode 1 has already begun", "expected it or a later one"),
        placed("an earlier session", SUPERSEDED, 1, 11, p -> p.session = SESSION - 1, "started again as session 5", "expected that one or a later one"),
        placed("another purpose", MALFORMED, 6, 11, piece(SAME, 1, 9, 1, Ending.CONTINUES).andThen(p -> p.purpose = Purpose.EVALUATE),
            "purpose is EVALUATE", "expected TRAIN"));
  }

  private BadInput counted(int steps) {
    return new BadInput(what, key, value, reason, steps, from, until, message);
  }
}
