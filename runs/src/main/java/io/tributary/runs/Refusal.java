// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;

import io.tributary.schemas.Topic;
import io.tributary.schemas.Topics;

/// Says what a cluster refused: to whom, what, and which access rule is missing.
public final class Refusal {
  private static final int DEEPEST = 20;
  private static final int ANSWER_MS = 5_000;

  private Refusal() {}

  /// Refuses to begin where a topic right of the role is missing. Rights on groups and transactional ids cannot be asked for; they show when used.
  ///
  /// @throws NotAllowedException naming every missing right
  public static void requireRights(Run run, Role role) {
    List<Right> missing = missing(run.connection(), Rights.of(role, run.topics()), names(run.topics()));
    if (!missing.isEmpty()) {
      throw lacking(run.connection(), run.name(), role.principal(), missing, "asked beforehand", role.verb() + " of run " + run.name() + " stops", null);
    }
  }

  /// The same failure as one line that names user and missing rule, if it is a refusal.
  public static Optional<NotAllowedException> of(Run run, Role role, Throwable thrown) {
    return of(run.connection(), run.topics(), role, thrown);
  }

  /// The same for a run that may not exist yet.
  static Optional<NotAllowedException> of(Connection connection, Topics topics, Role role, Throwable thrown) {
    if (thrown instanceof NotAllowedException told) {
      return Optional.of(told);
    }
    String run = topics.names().run();
    String consequence = role.verb() + " of run " + run + " stops";
    Optional<NotAllowedException> login = login(connection, thrown, consequence);
    if (login.isPresent()) {
      return login;
    }
    return find(thrown, AuthorizationException.class).map(refused ->
        lacking(connection, run, role.principal(), lacked(connection, topics, Rights.of(role, topics), refused), oneLine(refused), consequence, thrown));
  }

  /// Refusals before a run's spec is known: of the login, or of reading the spec.
  static Optional<NotAllowedException> beforehand(Connection connection, String run, Throwable thrown) {
    Optional<NotAllowedException> login = login(connection, thrown, "nothing was started");
    if (login.isPresent() || run.isEmpty()) {
      return login;
    }
    String spec = Topics.specName(connection.prefix(), run);
    Right reading = new Right(ResourceType.TOPIC, spec, false, AclOperation.READ, "every part reads the spec first");
    return find(thrown, AuthorizationException.class).map(refused ->
        lacking(connection, run, "PRINCIPAL", List.of(reading), oneLine(refused), "nothing was started", thrown));
  }

  private static Optional<NotAllowedException> login(Connection connection, Throwable thrown, String consequence) {
    return find(thrown, AuthenticationException.class).map(refused -> new NotAllowedException("Kafka at " + connection.bootstrapServers()
        + " refuses the login of " + connection.user() + " by " + connection.protocol() + " (" + oneLine(refused)
        + "); expected a user and password that it knows, in the way it asks for (kafka.security.protocol, kafka.sasl.*; docs/security.md); "
        + consequence, thrown));
  }

  /// @param principal to name in the rules where the user is not known here
  private static NotAllowedException lacking(
      Connection connection, String run, String principal, List<Right> rights, String said, String consequence, Throwable cause) {
    String user = connection.user();
    String allowed = user.startsWith("User:") ? user : principal;
    String what = rights.isEmpty() ? "some right" : rights.stream().map(Right::toString).collect(Collectors.joining(", "));
    String rules = rights.stream().map(right -> "kafka-acls.sh " + right.arguments(allowed)).collect(Collectors.joining(" && "));
    return new NotAllowedException("run " + run + ": " + user + " lacks " + what + " (" + said + "); expected "
        + (rules.isEmpty() ? "the access rules that tributary create " + run + " --dry-run prints" : rules) + "; " + consequence, cause);
  }

  /// Those rights on the refused resources that the cluster says are missing; all of them where it does not say.
  private static List<Right> lacked(Connection connection, Topics topics, List<Right> rights, AuthorizationException refused) {
    ResourceType type = switch (refused) {
      case GroupAuthorizationException group -> ResourceType.GROUP;
      case TransactionalIdAuthorizationException id -> ResourceType.TRANSACTIONAL_ID;
      default -> ResourceType.TOPIC;
    };
    Set<String> names = refused instanceof TopicAuthorizationException some ? some.unauthorizedTopics() : Set.of();
    List<Right> possible = rights.stream().filter(right -> right.type() == type)
        .filter(right -> names.isEmpty() || names.stream().anyMatch(name -> right.covers(type, name))).toList();
    if (type != ResourceType.TOPIC) {
      return possible;
    }
    List<Right> missing = missing(connection, possible, names.isEmpty() ? names(topics) : names);
    if (!missing.isEmpty()) {
      return missing;
    }
    // Whether a topic may be made cannot be asked for: it is what is left when nothing else is missing.
    List<Right> making = possible.stream().filter(right -> right.operation() == AclOperation.CREATE).toList();
    return making.isEmpty() && !names.isEmpty() ? possible : making;
  }

  private static Set<String> names(Topics topics) {
    return Stream.concat(topics.all().stream(), topics.changelogs().stream()).map(Topic::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /// Which of the rights the cluster does not grant on those of the topics that they are for; none where it does not say.
  private static List<Right> missing(Connection connection, List<Right> rights, Set<String> names) {
    List<Right> asked = rights.stream().filter(right -> right.type() == ResourceType.TOPIC && right.operation() != AclOperation.CREATE).toList();
    if (asked.isEmpty()) {
      return List.of();
    }
    try (Admin admin = Admin.create(connection.properties("tributary.rights"))) {
      var options = new DescribeTopicsOptions().includeAuthorizedOperations(true).timeoutMs(ANSWER_MS);
      var topics = admin.describeTopics(names.stream().filter(name -> asked.stream().anyMatch(right -> right.covers(ResourceType.TOPIC, name))).toList(), options)
          .topicNameValues();
      return asked.stream().filter(right -> names.stream().filter(name -> right.covers(ResourceType.TOPIC, name))
          .anyMatch(name -> !granted(topics.get(name), right.operation()))).toList();
    } catch (KafkaException unanswered) {
      return List.of();
    }
  }

  private static boolean granted(KafkaFuture<TopicDescription> topic, AclOperation operation) {
    try {
      Set<AclOperation> operations = topic.get(ANSWER_MS, TimeUnit.MILLISECONDS).authorizedOperations();
      return operations == null || operations.contains(operation);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return true;
    } catch (ExecutionException failed) {
      return !(failed.getCause() instanceof AuthorizationException);
    } catch (TimeoutException unanswered) {
      return true;
    }
  }

  private static <E extends Throwable> Optional<E> find(Throwable thrown, Class<E> type) {
    Throwable cause = thrown;
    for (int i = 0; i < DEEPEST && cause != null; i++, cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }

  private static String oneLine(Throwable refused) {
    String message = refused.getMessage() == null ? refused.getClass().getSimpleName() : refused.getMessage();
    return message.strip().replaceAll("\\.$", "").replaceAll("\\s*\\R\\s*", " ");
  }
}
