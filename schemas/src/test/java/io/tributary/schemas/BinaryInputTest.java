// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BinaryInputTest {
  @Test
  void shouldReadNumbersOfEveryMagnitude() {
    for (int shift = 0; shift < 64; shift++) {
      for (long value : new long[] {1L << shift, -(1L << shift), (1L << shift) - 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
        byte[] bytes = new byte[BinaryOutput.sizeOf(value)];
        BinaryOutput out = new BinaryOutput(bytes, 0);
        out.number(value);
        assertThat(out.position()).isEqualTo(bytes.length);
        assertThat(new BinaryInput(bytes, 0).int64()).isEqualTo(value);
      }
    }
  }

  @Test
  void shouldJoinBlocksOfAnyKind() {
    // 1 item; 2 items in 2 bytes; end
    byte[] bytes = {2, 10, 3, 4, 12, 14, 0};
    assertThat(new BinaryInput(bytes, 0).ints()).containsExactly(5, 6, 7);
  }

  @Test
  void shouldRefuseABlockThatIsNotAsLongAsItSays() {
    byte[] bytes = {3, 2, 12, 14, 0};
    assertThatThrownBy(() -> new BinaryInput(bytes, 0).ints()).isInstanceOf(CodecException.class).hasMessageContaining("should end at byte 3");
  }

  @Test
  void shouldStayLinearInTheNumberOfBlocks() {
    int blocks = 200_000;
    byte[] bytes = new byte[5 * blocks + 1];
    for (int i = 0; i < blocks; i++) {
      bytes[5 * i] = 2;
    }
    assertThat(new BinaryInput(bytes, 0).floats()).hasSize(blocks);
  }

  @Test
  void shouldNamePlaceGotAndExpected() {
    byte[] bytes = {0, 40, 65};
    BinaryInput in = new BinaryInput(bytes, 1);
    assertThatThrownBy(in::string).isInstanceOf(CodecException.class).hasMessage("byte 1 of 3: length 20; expected 0 to the 1 bytes left");
  }

  @Test
  void shouldRefuseTextThatIsNotUtf8() {
    byte[] bytes = {4, (byte) 0xC3, 0x28};
    assertThatThrownBy(() -> new BinaryInput(bytes, 0).string()).isInstanceOf(CodecException.class).hasMessageContaining("not UTF-8");
  }

  @Test
  void shouldKeepARealReplacementCharacter() {
    byte[] bytes = {6, (byte) 0xEF, (byte) 0xBF, (byte) 0xBD};
    assertThat(new BinaryInput(bytes, 0).string()).isEqualTo("\uFFFD");
  }
}
