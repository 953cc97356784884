// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class RejectionReasonTest {
  @ParameterizedTest
  @EnumSource(RejectionReason.class)
  void shouldSayWhatItMeansAndWhatToDo(RejectionReason reason) {
    assertThat(RejectionReason.of(reason.label())).isEqualTo(reason);
    assertThat(reason.meaning()).matches("[A-Z].{30,}\\.");
    assertThat(reason.remedy()).matches("[A-Z].{30,}\\.");
    assertThat(SchemaHistory.current("RejectedStep").getField("reason").doc()).contains(reason.label());
  }

  @Test
  void noTwoReasonsSayTheSame() {
    assertThat(Arrays.stream(RejectionReason.values()).map(RejectionReason::meaning)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(RejectionReason.values()).map(RejectionReason::remedy)).doesNotHaveDuplicates();
  }
}
