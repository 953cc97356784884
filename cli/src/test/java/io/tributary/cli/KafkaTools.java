// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// Reads lines of `kafka-topics.sh` and `kafka-acls.sh` as those tools do, as far as we print them.
final class KafkaTools {
  private KafkaTools() {}

  /// What a line of `kafka-topics.sh --create` makes.
  static NewTopic topic(String line) {
    Map<String, List<String>> options = options(line);
    Map<String, String> config = new HashMap<>();
    options.getOrDefault("--config", List.of()).forEach(setting -> config.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1)));
    Optional<Short> replicas = options.containsKey("--replication-factor") ? Optional.of(Short.valueOf(one(options, "--replication-factor"))) : Optional.empty();
    return new NewTopic(one(options, "--topic"), Optional.of(Integer.valueOf(one(options, "--partitions"))), replicas).configs(config);
  }

  /// What a line of `kafka-acls.sh --add` grants.
  static AclBinding acl(String line) {
    Map<String, List<String>> options = options(line);
    ResourceType type = options.containsKey("--topic") ? ResourceType.TOPIC : options.containsKey("--group") ? ResourceType.GROUP : ResourceType.TRANSACTIONAL_ID;
    String name = one(options, type == ResourceType.TOPIC ? "--topic" : type == ResourceType.GROUP ? "--group" : "--transactional-id");
    PatternType pattern = options.containsKey("--resource-pattern-type") ? PatternType.fromString(one(options, "--resource-pattern-type").toUpperCase(Locale.ROOT))
        : PatternType.LITERAL;
    AclOperation operation = AclOperation.fromString(one(options, "--operation").replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT));
    if (operation == AclOperation.UNKNOWN || pattern == PatternType.UNKNOWN || !options.containsKey("--add")) {
      throw new IllegalArgumentException(line);
    }
    return new AclBinding(new ResourcePattern(type, name, pattern), new AccessControlEntry(one(options, "--allow-principal"), "*", operation, AclPermissionType.ALLOW));
  }

  private static String one(Map<String, List<String>> options, String name) {
    List<String> values = options.getOrDefault(name, List.of());
    if (values.size() != 1) {
      throw new IllegalArgumentException(name + " is given " + values.size() + " times; expected once");
    }
    return values.getFirst();
  }

  private static Map<String, List<String>> options(String line) {
    Map<String, List<String>> options = new HashMap<>();
    String[] words = line.strip().split("\\s+");
    for (int i = 1; i < words.length; i++) {
      if (words[i].startsWith("--")) {
        List<String> values = options.computeIfAbsent(words[i], any -> new ArrayList<>());
        if (i + 1 < words.length && !words[i + 1].startsWith("--")) {
          values.add(words[++i]);
        }
      }
    }
    return options;
  }
}
