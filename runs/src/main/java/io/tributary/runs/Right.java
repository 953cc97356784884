// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.Locale;
import java.util.Objects;

import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// One operation on one resource that an access rule must allow.
///
/// @param type topic, group or transactional id
/// @param name of the resource, or what the names begin with
/// @param prefixed whether it is the latter
/// @param operation what is done to it; reading and writing imply describing
/// @param purpose what for
public record Right(ResourceType type, String name, boolean prefixed, AclOperation operation, String purpose) {
  public Right {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(purpose, "purpose");
  }

  /// The access rule that grants it from any host.
  public AclBinding rule(String principal) {
    return new AclBinding(new ResourcePattern(type, name, prefixed ? PatternType.PREFIXED : PatternType.LITERAL),
        new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW));
  }

  /// Arguments of `kafka-acls.sh` that say the same.
  public String arguments(String principal) {
    String resource = switch (type) {
      case TOPIC -> "--topic ";
      case GROUP -> "--group ";
      case TRANSACTIONAL_ID -> "--transactional-id ";
      default -> throw new IllegalStateException("no part needs a right on a " + type);
    };
    return "--add --allow-principal " + principal + " --operation " + word() + " " + resource + name + (prefixed ? " --resource-pattern-type prefixed" : "");
  }

  /// Whether it is a right on this resource.
  public boolean covers(ResourceType other, String resource) {
    return type == other && (prefixed ? resource.startsWith(name) : resource.equals(name));
  }

  /// `topic night.steps`, or `topics night.stream-*`.
  public String resource() {
    String kind = switch (type) {
      case TRANSACTIONAL_ID -> "transactional id";
      default -> type.name().toLowerCase(Locale.ROOT);
    };
    return kind + (prefixed ? "s " : " ") + name + (prefixed ? "*" : "");
  }

  /// As `kafka-acls.sh` spells the operation: `Read`, `DescribeConfigs`.
  public String word() {
    StringBuilder word = new StringBuilder();
    for (String part : operation.name().split("_")) {
      word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    return word.toString();
  }

  /// `Write on topic night.steps`.
  @Override
  public String toString() {
    return word() + " on " + resource();
  }
}
