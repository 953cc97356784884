// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StreamSettingsTest {
  @Test
  void shouldNameTheSettingFirst() {
    assertThatThrownBy(() -> new StreamSettings(-1, 1, 5, false)).hasMessage("stream.instance is -1; expected 0 to 999");
    assertThatThrownBy(() -> new StreamSettings(0, 0, 5, false)).hasMessage("stream.threads is 0; expected 1 to 64");
    assertThatThrownBy(() -> new StreamSettings(0, 1, 0, false)).hasMessage("stream.commitIntervalMs is 0; expected 1 to 2000");
  }
}
