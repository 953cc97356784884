// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;

/// Where Kafka is and how to talk to it.
///
/// @param bootstrapServers `host:port[,host:port…]`
/// @param prefix put before every name on the cluster; empty unless the cluster demands one
/// @param overrides Kafka client settings that pass through (`kafka.*` in the settings); what correctness rests on stays as the parts set it
public record Connection(String bootstrapServers, String prefix, Map<String, String> overrides) {
  /// How long one request to the cluster may take before a part gives up, in milliseconds.
  public static final int API_TIMEOUT_MS = 10_000;

  private static final Pattern USERNAME = Pattern.compile("\\busername\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;]+))");

  public Connection {
    Objects.requireNonNull(bootstrapServers, "bootstrapServers");
    Objects.requireNonNull(prefix, "prefix");
    overrides = Map.copyOf(overrides);
  }

  /// A connection without prefix and overrides.
  public static Connection to(String bootstrapServers) {
    return new Connection(bootstrapServers, "", Map.of());
  }

  /// How clients speak to it: `kafka.security.protocol`.
  public String protocol() {
    return overrides.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL);
  }

  /// Who the cluster takes us for, as far as it can be known here: `User:producer`, else `this client`.
  public String user() {
    if (protocol().equals(CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL)) {
      return "User:ANONYMOUS";
    }
    Matcher name = USERNAME.matcher(overrides.getOrDefault(SaslConfigs.SASL_JAAS_CONFIG, ""));
    return name.find() ? "User:" + (name.group(1) == null ? name.group(2) : name.group(1)) : "this client";
  }

  /// Without the secrets among the overrides.
  @Override
  public String toString() {
    return "Connection[bootstrapServers=" + bootstrapServers + ", prefix=" + prefix + ", overrides=" + Redaction.redacted(overrides) + "]";
  }

  /// The settings every client of this run starts from; a mutable copy.
  public Map<String, Object> properties(String clientId) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
    properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
    properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    properties.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 3_000);
    properties.put("enable.metrics.push", false);
    properties.putAll(overrides);
    return properties;
  }
}
