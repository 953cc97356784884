// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

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

/// Says what a cluster refused: to whom, what, and which access rule is missing.
public final class Refusal {
  private static final int DEEPEST = 20;
  private static final int ANSWER_MS = 5_000;

  private Refusal() {}

  /// Refuses to begin where a topic right of the role is missing. Rights on groups and transactional ids cannot be asked for; they show when used.
  ///
  /// @throws NotAllowedException naming every missing right
  public static void requireRights(Run run, Role role) {
    List<Right> missing = missing(run.connection(), Rights.of(role, run.topics()));
    if (!missing.isEmpty()) {
      throw lacking(run, role, missing, "asked beforehand", null);
    }
  }

  /// The same failure as one line that names user and missing rule, if it is a refusal.
  public static Optional<NotAllowedException> of(Run run, Role role, Throwable thrown) {
    if (thrown instanceof NotAllowedException told) {
      return Optional.of(told);
    }
    Optional<NotAllowedException> login = login(run.connection(), thrown, role.verb() + " of run " + run.name() + " stops");
    if (login.isPresent()) {
      return login;
    }
    return find(thrown, AuthorizationException.class).map(refused -> lacking(run, role, lacked(run, role, refused), refused.getMessage(), thrown));
  }

  /// Refusals before a run is known: of the login, or of its spec.
  ///
  /// @param operation that was tried on the spec
  static Optional<NotAllowedException> beforehand(Connection connection, String run, String specTopic, String operation, Throwable thrown) {
    Optional<NotAllowedException> login = login(connection, thrown, "nothing was started");
    if (login.isPresent()) {
      return login;
    }
    return find(thrown, AuthorizationException.class).map(refused -> {
      Set<String> topics = refused instanceof TopicAuthorizationException topic ? topic.unauthorizedTopics() : Set.of();
      String what = topics.isEmpty() ? "look at " + (run.isEmpty() ? "the cluster" : "run " + run) : "use " + topics.stream().map(name -> "topic " + name).collect(Collectors.joining(", "));
      String needed = topics.contains(specTopic) ? "expected the access rule " + operation + " on topic " + specTopic : "expected an access rule that lets it";
      return new NotAllowedException((run.isEmpty() ? "" : "run " + run + ": ") + connection.user() + " may not " + what + " (" + oneLine(refused) + "); "
          + needed + " (tributary create RUN --dry-run prints all of them); nothing was started", thrown);
    });
  }

  private static Optional<NotAllowedException> login(Connection connection, Throwable thrown, String consequence) {
    return find(thrown, AuthenticationException.class).map(refused -> new NotAllowedException("Kafka at " + connection.bootstrapServers()
        + " refuses the login of " + connection.user() + " by " + connection.protocol() + " (" + oneLine(refused)
        + "); expected a user and password that it knows, in the way it asks for (kafka.security.protocol, kafka.sasl.*; docs/security.md); "
        + consequence, thrown));
  }

  private static NotAllowedException lacking(Run run, Role role, List<Right> rights, String said, Throwable cause) {
    String user = run.connection().user();
    String principal = user.startsWith("User:") ? user : role.principal();
    String what = rights.isEmpty() ? "some right on run " + run.name() : rights.stream().map(Right::toString).collect(Collectors.joining(", "));
    String rules = rights.stream().map(right -> "kafka-acls.sh " + right.arguments(principal)).collect(Collectors.joining(" && "));
    return new NotAllowedException("run " + run.name() + ": " + user + " lacks " + what + " (" + said.strip() + "); expected the access rule"
        + (rights.size() == 1 ? " " : "s ") + (rules.isEmpty() ? "of tributary create " + run.name() + " --dry-run" : rules) + "; " + role.verb() + " of run "
        + run.name() + " stops", cause);
  }

  /// Those rights of the role on the refused resources that the cluster says are missing; all of them where it does not say.
  private static List<Right> lacked(Run run, Role role, AuthorizationException refused) {
    List<Right> rights = Rights.of(role, run.topics());
    if (refused instanceof TopicAuthorizationException topics && !topics.unauthorizedTopics().isEmpty()) {
      List<Right> possible = rights.stream()
          .filter(right -> topics.unauthorizedTopics().stream().anyMatch(topic -> right.covers(ResourceType.TOPIC, topic))).toList();
      List<Right> missing = missing(run.connection(), possible);
      return missing.isEmpty() ? possible : missing;
    }
    ResourceType type = switch (refused) {
      case GroupAuthorizationException group -> ResourceType.GROUP;
      case TransactionalIdAuthorizationException id -> ResourceType.TRANSACTIONAL_ID;
      default -> ResourceType.TOPIC;
    };
    List<Right> possible = rights.stream().filter(right -> right.type() == type).toList();
    return type == ResourceType.TOPIC ? missing(run.connection(), possible) : possible;
  }

  /// Which of the rights on single topics the cluster does not grant; none where it does not say.
  private static List<Right> missing(Connection connection, List<Right> rights) {
    List<Right> literal = rights.stream().filter(right -> right.type() == ResourceType.TOPIC && !right.prefixed()).toList();
    Set<String> names = literal.stream().map(Right::name).collect(Collectors.toCollection(LinkedHashSet::new));
    List<Right> missing = new ArrayList<>();
    try (Admin admin = Admin.create(connection.properties("tributary.rights"))) {
      var options = new DescribeTopicsOptions().includeAuthorizedOperations(true).timeoutMs(ANSWER_MS);
      Map<String, KafkaFuture<TopicDescription>> topics = admin.describeTopics(names, options).topicNameValues();
      for (Right right : literal) {
        if (!granted(topics.get(right.name()), right.operation())) {
          missing.add(right);
        }
      }
    } catch (KafkaException unanswered) {
      return List.of();
    }
    return missing;
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
    return message.strip().replaceAll("\\.$", "");
  }
}
