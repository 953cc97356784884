// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.avro.Schema;

import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.policy.Architecture;

/// The page `docs/topics.md`, made from the topics and schemas themselves.
final class TopicsPage {
  private static final String INTRODUCTION = """
      # Topics

      What is on the wire. Made from the code by `TopicsPageTest`; do not edit.

      Every value is Avro's single-object encoding: the bytes `C3 01`, the CRC-64-AVRO fingerprint of the schema that wrote it (8 bytes,
      little-endian), then Avro's binary encoding. The schemas are in `schemas/src/main/resources/schemas`, each complete in one file; every
      version ever written stays in `history/`. Any Avro library reads them.

      An environment id is a record key in UTF-8, so partition = murmur2(key), which librdkafka calls `murmur2_random`. The topology writes a
      trajectory to the partition its steps came from. A version is a key of 8 bytes, big-endian.

      Producers of steps set `enable.idempotence=true`, `acks=all` and `max.in.flight.requests.per.connection=1`: records of one environment must come in
      their order, and of two requests under way when a broker comes back it may take the second one first (`docs/decisions/0014`).

      Upgrade readers first. A record with a schema that the topology does not know goes to `rejected` as `unknown-schema`.

      """;

  private TopicsPage() {}

  static String text() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    topics(page);
    reasons(page);
    page.append("\n## Records\n");
    for (String record : SchemaHistory.RECORDS) {
      record(record, page);
    }
    return page.toString();
  }

  private static void reasons(StringBuilder page) {
    page.append("""

        ## Reasons of rejections

        `tributary rejected RUN` says how often each occurred; `--resubmit` submits again what has been mended.

        | reason | means | what to do |
        |---|---|---|
        """);
    for (RejectionReason reason : RejectionReason.values()) {
      page.append("| `%s` | %s | %s |\n".formatted(reason.label(), cell(reason.meaning()), cell(reason.remedy())));
    }
  }

  private static void topics(StringBuilder page) {
    Topics topics = Topics.of("", example());
    page.append("""
        ## Settings

        For a run called `r` of 4 partitions that keeps its data for 7 days (CartPole's spaces, tanh 64 × 64).

        | topic | partitions | settings | largest value |
        |---|---|---|---|
        """);
    for (Topic<?, ?> topic : topics.all()) {
      page.append("| `%s` | %d | %s | %d bytes |\n".formatted(topic.name(), topic.partitions(), settings(topic.config()), topic.maxValueBytes()));
    }
    for (Topic<?, ?> topic : topics.changelogs()) {
      page.append("| `%s` | %d | %s | %d bytes |\n".formatted(topic.name(), topic.partitions(), settings(topic.config()), topic.maxValueBytes()));
    }
    page.append("\n| client | `max.request.size` | `buffer.memory` |\n|---|---|---|\n");
    limits("producers of steps and outcomes", topics.producerLimits(), page);
    limits("topology", topics.topologyLimits(), page);
    limits("trainer", topics.trainerLimits(), page);
    page.append("""

        Policies are deleted by size only: the size is one that a run cannot fill while a trajectory of the same time is still kept. Segments of
        compacted topics are at least as large as the largest message, because a log refuses a batch larger than its segment.

        The last two are changelogs of the topology's stores, compacted, made by it and written by nobody else: `OpenEnvironment` keyed by
        environment id, and `OpenSteps` keyed by environment id and the slot's number in 4 bytes, big-endian. A slot is in use while its number is
        below its environment's `openRecords`; others wait to be overwritten. What is open in a run is read from them.
        """);
  }

  private static void limits(String client, ClientLimits limits, StringBuilder page) {
    page.append("| %s | %d | %d |\n".formatted(client, limits.maxRequestSize(), limits.bufferMemory()));
  }

  private static String settings(Map<String, String> config) {
    return config.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(each -> "`" + each.getKey() + "=" + each.getValue() + "`")
        .collect(Collectors.joining(" "));
  }

  private static void record(String name, StringBuilder page) {
    Schema schema = SchemaHistory.current(name);
    page.append("\n### %s\n\n%s Version %d, fingerprint `%016x`.\n\n".formatted(name, schema.getDoc(), SchemaHistory.versions(name).size(),
        SchemaHistory.fingerprint(schema)));
    page.append("| field | type | meaning |\n|---|---|---|\n");
    fields("", schema, page);
  }

  private static void fields(String prefix, Schema schema, StringBuilder page) {
    for (Schema.Field field : schema.getFields()) {
      page.append("| `%s%s` | %s | %s |\n".formatted(prefix, field.name(), type(field.schema()), cell(field.doc())));
      for (Schema child : records(field.schema())) {
        fields(prefix + field.name() + ".", child, page);
      }
    }
  }

  private static String cell(String text) {
    return text.replace("<", "&lt;").replace("|", "\\|");
  }

  private static List<Schema> records(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> List.of(schema);
      case ARRAY -> records(schema.getElementType());
      case UNION -> schema.getTypes().stream().flatMap(branch -> records(branch).stream()).toList();
      default -> List.of();
    };
  }

  private static String type(Schema schema) {
    return switch (schema.getType()) {
      case ARRAY -> "array of " + type(schema.getElementType());
      case MAP -> "map of " + type(schema.getValueType());
      case UNION -> schema.getTypes().stream().map(TopicsPage::type).collect(Collectors.joining(" or "));
      case ENUM -> String.join(", ", schema.getEnumSymbols());
      default -> schema.getName();
    };
  }

  private static RunSpec example() {
    return new RunSpec("r", "cartpole", new Spaces(Space.Box.unbounded(4), new Space.Discrete(2)), Architecture.defaults(), 0.99, 0.95,
        new Segmenting.MaxSteps(128), true, 4, "cluster", 1, 604_800_000, RunSpec.DEFAULT_ABANDON_AFTER_MS, RunSpec.DEFAULT_FORGET_AFTER_MS,
        null, Map.of(), 0);
  }
}
