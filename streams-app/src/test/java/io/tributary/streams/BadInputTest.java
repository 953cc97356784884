// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.tributary.rl.experience.Source;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.experience.Trajectory;
import io.tributary.schemas.Episode;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Segmenting;
import io.tributary.schemas.Topic;
import io.tributary.schemas.Topics;

import static org.assertj.core.api.Assertions.assertThat;

/// Each kind of bad input through the whole topology, wherever it comes between good records: one rejection that says place, value, expectation
/// and consequence and keeps the original; every other output, bit for bit, what it is without the bad record.
class BadInputTest {
  private static final List<Segmenting> SEGMENTINGS = List.of(new Segmenting.MaxSteps(4), new Segmenting.CompleteEpisodes());

  static Stream<Arguments> kinds() {
    return BadInput.all().stream().flatMap(bad -> SEGMENTINGS.stream().map(segmenting -> Arguments.of(bad, segmenting)));
  }

  private record Message(byte[] key, byte[] value, Headers headers) {
    static Message of(byte[] key, byte[] value) {
      return new Message(key, value, new RecordHeaders());
    }

    static Message of(Steps steps) {
      return of(World.key(steps.first().environment()), World.bytes(steps));
    }
  }

  /// What came out, and the headers it had.
  private record Made(List<String> good, List<RejectedStep> rejected, int headers) {}

  private static List<Message> neighbours() {
    return new ArrayList<>(BadInput.NEIGHBOURS.stream().map(World.Piece::of).map(Message::of).toList());
  }

  /// @param others offsets that other records have in the log it is compared with, which sources here are counted past
  private static Made through(Segmenting segmenting, List<Message> log, List<Integer> others) {
    RunSpec spec = World.spec(segmenting, 2);
    Topics topics = Topics.of("", spec);
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, topics.applicationId());
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    try (var driver = new TopologyTestDriver(World.topology(spec, topics, new StreamProgress()), properties, Instant.ofEpochMilli(1_000))) {
      var steps = driver.createInputTopic(topics.steps().name(), new ByteArraySerializer(), new ByteArraySerializer());
      log.forEach(message -> steps.pipeInput(new TestRecord<>(message.key(), message.value(), message.headers(), Instant.ofEpochMilli(1_000))));
      List<TestRecord<byte[], byte[]>> trajectories = read(driver, topics.trajectories());
      List<TestRecord<byte[], byte[]>> episodes = read(driver, topics.episodes());
      List<TestRecord<byte[], byte[]>> rejected = read(driver, topics.rejected());
      List<String> good = new ArrayList<>();
      trajectories.forEach(record -> good.add(hex(topics.trajectories().value().encode(shifted(topics.trajectories().value().decode(record.value()),
          others)))));
      episodes.forEach(record -> good.add(hex(topics.episodes().value().encode(shifted(topics.episodes().value().decode(record.value()), others)))));
      int headers = Stream.of(trajectories, episodes, rejected).flatMap(List::stream).mapToInt(record -> record.headers().toArray().length).sum();
      return new Made(good, rejected.stream().map(record -> topics.rejected().value().decode(record.value())).toList(), headers);
    }
  }

  private static List<TestRecord<byte[], byte[]>> read(TopologyTestDriver driver, Topic<?, ?> topic) {
    return driver.createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer()).readRecordsToList();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static Trajectory shifted(Trajectory t, List<Integer> others) {
    return new Trajectory(t.first(), t.columns(), t.targets(), t.gamma(), t.lambda(), t.ending(), t.cut(), t.lowestVersion(), t.highestVersion(),
        t.completeEpisode(), t.returnBefore(), shifted(t.sources(), others));
  }

  private static Episode shifted(Episode e, List<Integer> others) {
    return new Episode(e.environment(), e.session(), e.episode(), e.totalReward(), e.length(), e.ending(), e.lowestVersion(), e.highestVersion(),
        e.purpose(), shifted(e.sources(), others), e.endedMs());
  }

  private static List<Source> shifted(List<Source> sources, List<Integer> others) {
    return sources.stream().map(source -> {
      long offset = source.offset();
      for (int other : others) {
        offset += other <= offset ? 1 : 0;
      }
      return new Source(source.partition(), offset, source.firstIndex(), source.count());
    }).toList();
  }

  /// Between all neighbours at once: what is rejected leaves no trace, so one does not hide what another does.
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("kinds")
  void shouldBeRejectedAloneWhereverItComes(BadInput bad, Segmenting segmenting) throws Exception {
    List<Message> good = neighbours();
    List<Message> log = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i <= good.size(); i++) {
      if (i >= bad.from() && i <= bad.until()) {
        places.add(log.size());
        log.add(Message.of(bad.key(), bad.value()));
      }
      log.addAll(good.subList(i, Math.min(i + 1, good.size())));
    }
    Made without = through(segmenting, good, places);
    Made with = through(segmenting, log, List.of());
    assertThat(with.good()).isEqualTo(without.good());
    assertThat(without.rejected()).isEmpty();
    assertThat(with.rejected()).hasSameSizeAs(places);
    for (int i = 0; i < places.size(); i++) {
      requireRejection(bad, places.get(i), with.rejected().get(i));
    }
  }

  private static void requireRejection(BadInput bad, int offset, RejectedStep rejected) throws Exception {
    byte[] value = bad.value() == null ? new byte[0] : bad.value();
    assertThat(rejected.reason()).isEqualTo(bad.reason());
    assertThat(rejected.message()).startsWith("[run-1.steps-0@" + offset).contains(bad.message())
        .contains("expected").endsWith("; the record goes to run-1.rejected").doesNotContainPattern("\\p{Cc}")
        .hasSizeLessThanOrEqualTo(RejectedStep.MAX_MESSAGE_LENGTH);
    assertThat(rejected.count()).isEqualTo(bad.count());
    assertThat(rejected.originalLength()).isEqualTo(value.length);
    assertThat(rejected.original()).isEqualTo(Arrays.copyOf(value, Math.min(value.length, RejectedStep.MAX_ORIGINAL_BYTES)));
    assertThat(rejected.originalSha256()).isEqualTo(MessageDigest.getInstance("SHA-256").digest(value));
    assertThat(rejected.key()).isEqualTo(bad.key() == null ? null : Arrays.copyOf(bad.key(), Math.min(bad.key().length, RejectedStep.MAX_KEY_BYTES)));
    assertThat(rejected.partition()).isZero();
    assertThat(rejected.offset()).isEqualTo(offset);
  }

  /// All at once, in an order of their own: one rejection each, and the neighbours as ever.
  @ParameterizedTest
  @MethodSource("segmentings")
  void shouldTakeThemAllTogether(Segmenting segmenting) {
    List<BadInput> everywhere = BadInput.all().stream().filter(bad -> bad.from() == 0 && bad.until() == BadInput.NEIGHBOURS.size()).toList();
    List<Message> good = neighbours();
    List<Message> log = new ArrayList<>();
    for (int i = 0; i < good.size(); i++) {
      log.add(good.get(i));
      for (int j = i; j < everywhere.size(); j += good.size()) {
        log.add(Message.of(everywhere.get(j).key(), everywhere.get(j).value()));
      }
    }
    Made without = through(segmenting, good, List.of());
    Made with = through(segmenting, log, List.of());
    assertThat(with.good()).hasSameSizeAs(without.good());
    assertThat(with.rejected()).hasSameSizeAs(everywhere);
    assertThat(with.rejected()).extracting(RejectedStep::reason).containsExactlyInAnyOrderElementsOf(everywhere.stream().map(BadInput::reason).toList());
  }

  static List<Segmenting> segmentings() {
    return SEGMENTINGS;
  }

  /// Headers are nobody's business here: a good record with some is a good record, and they end with it.
  @ParameterizedTest
  @MethodSource("segmentings")
  void shouldPassOverHeaders(Segmenting segmenting) {
    List<Message> good = neighbours();
    List<Message> decorated = good.stream().map(message -> new Message(message.key(), message.value(),
        new RecordHeaders().add("traceparent", new byte[] {(byte) 0xFF}).add("", null).add("large", new byte[100_000]))).toList();
    Made made = through(segmenting, decorated, List.of());
    assertThat(made.good()).isEqualTo(through(segmenting, good, List.of()).good());
    assertThat(made.rejected()).isEmpty();
    assertThat(made.headers()).isZero();
  }

  @Test
  void everyReasonButThoseOfAPlaceInWholeEpisodesIsAmongThem() {
    assertThat(BadInput.all()).extracting(bad -> bad.reason().label()).contains("malformed", "unknown-schema", "spaces-differ", "non-finite",
        "impossible-log-probability", "duplicate", "late", "superseded", "too-long", "no-outcome");
  }
}
