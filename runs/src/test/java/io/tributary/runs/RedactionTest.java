// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RedactionTest {
  private static final String CANARY = "canary-4711";

  @ParameterizedTest
  @ValueSource(strings = {
      "sasl.jaas.config", "kafka.sasl.jaas.config", "ssl.key.password", "ssl.keystore.key", "ssl.keystore.password", "ssl.truststore.password",
      "sasl.oauthbearer.client.credentials.client.secret", "bearer.auth.token", "basic.auth.user.info", "KAFKA_SASL_PASSWORD", "producer.ssl.key.password",
      "aws.secret.access.key", "some.api-key", "sasl.oauthbearer.assertion.private.key.passphrase"})
  void shouldHideTheValueOfASecretSetting(String key) {
    assertThat(Redaction.isSecret(key)).isTrue();
    assertThat(Redaction.redacted(Map.of(key, CANARY))).containsExactly(Map.entry(key, Redaction.HIDDEN));
    // A login module's options go on to a semicolon.
    String end = key.contains("jaas") ? ";" : "";
    assertThat(Redaction.redacted("before " + key + "=" + CANARY + end + " after")).isEqualTo("before " + key + "=[hidden] after");
    assertThat(Redaction.redacted(key + " is '" + CANARY + " x' (from --set); expected")).isEqualTo(key + " is [hidden] (from --set); expected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"security.protocol", "sasl.mechanism", "ssl.truststore.location", "ssl.keystore.location", "linger.ms", "key.serializer", "rollout.environments", "seed"})
  void shouldShowWhatIsNotSecret(String key) {
    assertThat(Redaction.isSecret(key)).isFalse();
    assertThat(Redaction.redacted(Map.of(key, CANARY))).containsExactly(Map.entry(key, CANARY));
    assertThat(Redaction.redacted("before " + key + "=" + CANARY + " after")).contains(CANARY);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "kafka.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username=\"a\" password=\"canary-4711\";",
      "sasl.jaas.config is 'x.ScramLoginModule required username=\"a\" password=\"it;s canary-4711\";' (from --set)",
      "sasl.jaas.config is 'x.ScramLoginModule required username=\"a\" password=\"it's canary-4711\";' (from --set)",
      "unknown argument 'password=canary-4711' of tributary produce",
      "{sasl.jaas.config=x required password='canary-4711';, client.id=a}",
      "config {\"ssl.keystore.password\": \"canary-4711\", \"a\": 1}",
      "password = \"with \\\" canary-4711\"",
      "https://user:canary-4711@registry:8081/subjects",
      "ssl.keystore.key = -----BEGIN PRIVATE KEY-----\ncanary-4711\n-----END PRIVATE KEY----- and",
      "clientSecret=\"canary-4711\" scope=\"x\"",
      "[user.password: canary-4711]"})
  void shouldHideSecretsInRunningText(String text) {
    String safe = Redaction.redacted(text);
    assertThat(safe).contains(Redaction.HIDDEN).doesNotContain("canary");
    assertThat(Redaction.redacted(safe)).as("redacted twice").isEqualTo(safe);
  }

  @Test
  void shouldKeepTheRestOfAMessage() {
    assertThat(Redaction.redacted("run night: password=canary-4711; nothing was started")).isEqualTo("run night: password=[hidden]; nothing was started");
    assertThat(Redaction.redacted("the token is missing; expected one")).isEqualTo("the token is missing; expected one");
    assertThat(Redaction.redacted((String) null)).isNull();
  }

  @Test
  void shouldHideASecretInsideAnotherValue() {
    assertThat(Redaction.redacted(Map.of("registry.url", "https://u:canary-4711@host/"))).containsEntry("registry.url", "https://[hidden]@host/");
  }
}
