// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a secured broker tells its users apart and what they may do.
///
/// Users come in at the broker's listener only, with SCRAM-SHA-512, and may do what access rules grant, which is nothing at first. The broker speaks
/// to itself at two listeners of its own, whose only user is the broker: its password is random, made at each start and never leaves this process, so
/// that no other process of the machine gets in there, though the ports can be seen.
///
/// **Guarantees.** A directory that was once served secured is never served open again: a mark in it says so. Users and rights are kept in it; a start
/// that names a file of users makes them exactly those of the file.
final class BrokerSecurity {
  static final String INTERNAL_LISTENER = "INTERNAL";
  static final String MARK = "secured";

  private static final Logger LOG = LoggerFactory.getLogger(BrokerSecurity.class);
  private static final int ITERATIONS = 4_096;
  private static final int SECRET_BYTES = 32;
  private static final long LONGEST_ANSWER_S = 30;
  private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%1$s\" password=\"%2$s\"";

  private final Optional<BrokerUsers> users;
  private final String secret = secret();

  private BrokerSecurity(Optional<BrokerUsers> users) {
    this.users = users;
  }

  /// Empty for a broker that is open to every process of the machine.
  ///
  /// @throws BrokerException where the file of users cannot be used
  static Optional<BrokerSecurity> of(BrokerSettings settings) {
    Optional<BrokerUsers> users = settings.users().map(BrokerUsers::read);
    boolean before = settings.dataDirectory().filter(directory -> Files.exists(directory.resolve(MARK))).isPresent();
    return users.isPresent() || before ? Optional.of(new BrokerSecurity(users)) : Optional.empty();
  }

  /// Marks the directory, before anything is served from it.
  void mark(Path directory) throws IOException {
    Path mark = directory.resolve(MARK);
    if (Files.notExists(mark)) {
      Files.writeString(mark, "Served to users who prove who they are (SCRAM-SHA-512) and may do what access rules grant; never open again.\n");
    }
  }

  /// What is set beside the listeners themselves.
  Map<String, String> properties() {
    String own = String.format(PLAIN + " user_%1$s=\"%2$s\";", BrokerUsers.RESERVED, secret);
    Map<String, String> properties = new HashMap<>();
    properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    properties.put("sasl.mechanism.controller.protocol", "PLAIN");
    for (String listener : List.of("internal", "controller")) {
      properties.put("listener.name." + listener + ".sasl.enabled.mechanisms", "PLAIN");
      properties.put("listener.name." + listener + ".plain.sasl.jaas.config", own);
    }
    properties.put("listener.name.broker.sasl.enabled.mechanisms", ScramMechanism.SCRAM_SHA_512.mechanismName());
    properties.put("listener.name.broker.scram-sha-512.sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    properties.put("authorizer.class.name", StandardAuthorizer.class.getName());
    properties.put("allow.everyone.if.no.acl.found", "false");
    properties.put("super.users", "User:" + BrokerUsers.RESERVED + ";User:" + BrokerUsers.ADMIN);
    return properties;
  }

  /// Makes the broker's users those of the file; without one they stay as they are.
  ///
  /// @param internal address of the internal listener
  void settle(String internal) throws InterruptedException {
    if (users.isEmpty()) {
      return;
    }
    try (Admin admin = Admin.create(ownClient(internal))) {
      var known = admin.describeUserScramCredentials().all().get(LONGEST_ANSWER_S, TimeUnit.SECONDS).keySet();
      List<UserScramCredentialAlteration> changes = new ArrayList<>();
      for (String name : known) {
        if (!users.get().names().contains(name)) {
          LOG.warn("user {} is not in the file of users any more and can no longer come in", name);
          changes.add(new UserScramCredentialDeletion(name, ScramMechanism.SCRAM_SHA_512));
        }
      }
      for (String name : users.get().names()) {
        var way = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
        changes.add(new UserScramCredentialUpsertion(name, way, users.get().password(name)));
      }
      admin.alterUserScramCredentials(changes).all().get(LONGEST_ANSWER_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new BrokerException("the broker's users could not be set (" + e.getMessage() + "); expected the broker to take them; it is stopped", e);
    }
  }

  private Map<String, Object> ownClient(String internal) {
    return Map.of(
        "bootstrap.servers", internal,
        "security.protocol", "SASL_PLAINTEXT",
        "sasl.mechanism", "PLAIN",
        "sasl.jaas.config", String.format(PLAIN + ";", BrokerUsers.RESERVED, secret));
  }

  private static String secret() {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
