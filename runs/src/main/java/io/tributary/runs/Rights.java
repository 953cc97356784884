// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

import io.tributary.schemas.RunNames;
import io.tributary.schemas.Topic;
import io.tributary.schemas.Topics;

/// What each role must be allowed, and nothing more: the one table behind the commands that `create --dry-run` prints, docs/security.md, the messages
/// about missing rights, and the test that runs a loop with exactly these and takes each away.
///
/// Describing is implied by reading and writing, and an idempotent producer by writing to its topic (Kafka 3.0 and later).
public final class Rights {
  private Rights() {}

  /// Rights of a role on a run.
  public static List<Right> of(Role role, Topics topics) {
    return switch (role) {
      case PRODUCE -> produce(topics);
      case STREAM -> stream(topics);
      case TRAIN -> train(topics);
      case LOOK -> look(topics);
      case RESUBMIT -> resubmit(topics);
      case CREATE -> create(topics);
    };
  }

  private static List<Right> produce(Topics topics) {
    return List.of(
        topic(topics.steps(), AclOperation.WRITE, "publishes what its environments did"),
        topic(topics.policies(), AclOperation.READ, "acts with the newest version, and sees how far the trainer has come"),
        topic(topics.spec(), AclOperation.READ, "knows the run's spaces"));
  }

  private static List<Right> stream(Topics topics) {
    String own = topics.applicationId() + "-";
    String lost = "sees what has its place, where --accept-loss passes over steps";
    return List.of(
        topic(topics.spec(), AclOperation.READ, "knows the run's spaces and targets"),
        topic(topics.steps(), AclOperation.READ, "assembles them"),
        topic(topics.trajectories(), AclOperation.WRITE, "publishes segments with their targets"),
        topic(topics.rejected(), AclOperation.WRITE, "keeps what cannot be learned from"),
        topic(topics.episodes(), AclOperation.WRITE, "publishes finished episodes"),
        topic(topics.trajectories(), AclOperation.READ, lost),
        topic(topics.rejected(), AclOperation.READ, lost),
        topic(topics.episodes(), AclOperation.READ, lost),
        new Right(ResourceType.TOPIC, own, true, AclOperation.CREATE, "makes the changelogs of its stores at the first start"),
        new Right(ResourceType.TOPIC, own, true, AclOperation.READ, "restores its stores"),
        new Right(ResourceType.TOPIC, own, true, AclOperation.WRITE, "keeps open steps in the changelogs"),
        new Right(ResourceType.GROUP, topics.applicationId(), false, AclOperation.READ, "shares the work and commits how far it came"),
        new Right(ResourceType.TRANSACTIONAL_ID, own, true, AclOperation.WRITE, "takes each step in exactly once"));
  }

  private static List<Right> train(Topics topics) {
    return List.of(
        topic(topics.spec(), AclOperation.READ, "knows the run, and the settings last in force"),
        topic(topics.spec(), AclOperation.WRITE, "publishes a revision where its settings, or the code, have changed"),
        topic(topics.trajectories(), AclOperation.READ, "learns from them"),
        topic(topics.policies(), AclOperation.READ, "goes on from the newest version"),
        topic(topics.policies(), AclOperation.WRITE, "publishes every version"),
        topic(topics.checkpoints(), AclOperation.READ, "restores the agent"),
        topic(topics.checkpoints(), AclOperation.WRITE, "keeps the agent"),
        topic(topics.metrics(), AclOperation.WRITE, "publishes the figures of every version"),
        new Right(ResourceType.GROUP, topics.trainerGroup(), false, AclOperation.READ, "commits how far it came, for tools that show its lag"),
        new Right(ResourceType.TRANSACTIONAL_ID, topics.transactionalId(), false, AclOperation.WRITE, "publishes a version and all that belongs to it at once"));
  }

  private static List<Right> look(Topics topics) {
    String run = topics.names().topic("");
    return List.of(
        new Right(ResourceType.TOPIC, run, true, AclOperation.READ, "reads any of the run's topics, changelogs included"),
        new Right(ResourceType.GROUP, run, true, AclOperation.DESCRIBE, "sees how far topology and trainer have come"));
  }

  private static List<Right> resubmit(Topics topics) {
    return List.of(
        new Right(ResourceType.TOPIC, topics.names().topic(""), true, AclOperation.READ, "finds the originals, and what became of their steps since"),
        topic(topics.steps(), AclOperation.WRITE, "sends them again"),
        new Right(ResourceType.GROUP, topics.applicationId(), false, AclOperation.DESCRIBE, "sees which steps the topology has still to read"),
        new Right(ResourceType.TRANSACTIONAL_ID, topics.names().resubmitId(), false, AclOperation.WRITE, "sends each once"));
  }

  private static List<Right> create(Topics topics) {
    String run = topics.names().topic("");
    return List.of(
        new Right(ResourceType.TOPIC, run, true, AclOperation.CREATE, "makes the topics; not needed with --no-create"),
        new Right(ResourceType.TOPIC, run, true, AclOperation.DESCRIBE, "checks their partitions with --no-create"),
        new Right(ResourceType.TOPIC, run, true, AclOperation.DESCRIBE_CONFIGS, "checks their settings with --no-create"),
        topic(topics.spec(), AclOperation.READ, "sees whether the run exists"),
        topic(topics.spec(), AclOperation.WRITE, "writes the spec"));
  }

  /// What somebody needs who takes another run's policy: the trainer of a run that begins with it, a producer that it demonstrates to, and whoever
  /// creates such a run.
  public static List<Right> borrowing(RunNames other, Topics topics) {
    List<Right> rights = new ArrayList<>();
    for (Topic<?, ?> topic : List.of(topics.spec(), topics.policies())) {
      String own = topic.name().substring(topics.names().topic("").length());
      rights.add(new Right(ResourceType.TOPIC, other.topic(own), false, AclOperation.READ, "takes a policy of run " + other.run()));
    }
    return rights;
  }

  private static Right topic(Topic<?, ?> topic, AclOperation operation, String purpose) {
    return new Right(ResourceType.TOPIC, topic.name(), false, operation, purpose);
  }
}
