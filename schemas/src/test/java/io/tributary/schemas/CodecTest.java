// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// What codecs say about bytes that are not theirs.
class CodecTest {
  @Test
  void shouldNameAnUnknownSchemaByItsFingerprint() {
    byte[] bytes = Codecs.steps(false).encode(new Samples(1).steps());
    new SingleObject().writeHeader(bytes, 0x0123456789ABCDEFL);
    CodecException refused = refused(Codecs.steps(false), bytes);
    assertThat(refused.isUnknownSchema()).isTrue();
    assertThat(refused).hasMessageContaining("0123456789abcdef");
    assertThat(refused(Codecs.specRecord(), bytes).isUnknownSchema()).isTrue();
  }

  @Test
  void shouldNameBothRecordsWhenOneIsTakenForTheOther() {
    CodecException refused = refused(Codecs.steps(false), Codecs.trajectory(false).encode(new Samples(1).trajectory()));
    assertThat(refused.isUnknownSchema()).isFalse();
    assertThat(refused).hasMessageContaining("Trajectory").hasMessageContaining("expected Steps");
    assertThat(refused(Codecs.specRecord(), Codecs.steps(false).encode(new Samples(1).steps()))).hasMessageContaining("expected RunSpec");
  }

  @Test
  void shouldRefuseBytesWithoutHeader() {
    byte[] json = "{\"reward\": 1}".getBytes(StandardCharsets.UTF_8);
    assertThat(refused(Codecs.outcome(), json)).hasMessage("starts with 7B 22; expected C3 01 (Avro single-object encoding)");
  }

  @Test
  void shouldTellSpecsFromRevisions() {
    Codec<SpecRecord> codec = Codecs.specRecord();
    assertThat(codec.decode(codec.encode((SpecRecord) new Samples(1).of("RunSpec")))).isInstanceOf(RunSpec.class);
    assertThat(codec.decode(codec.encode((SpecRecord) new Samples(1).of("SettingsRevision")))).isInstanceOf(SettingsRevision.class);
  }

  @Test
  void shouldCompareSpacesThatWereRead() {
    RunSpec spec = new Samples(5).runSpec();
    SpecRecord read = Codecs.specRecord().decode(Codecs.specRecord().encode(spec));
    assertThat(read).isEqualTo(spec);
  }

  @Test
  void shouldSortVersionsAsNumbers() {
    Codec<Long> keys = Codecs.bigEndianLong();
    assertThat(keys.encode(258L)).containsExactly(0, 0, 0, 0, 0, 0, 1, 2);
    assertThat(keys.decode(keys.encode(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
    assertThat(refused(keys, new byte[7])).hasMessage("key of 7 bytes; expected 8");
  }

  @Test
  void shouldRefuseKeysThatAreNotUtf8() {
    assertThat(Codecs.utf8().decode(Codecs.utf8().encode("möwe/鳥"))).isEqualTo("möwe/鳥");
    assertThat(refused(Codecs.utf8(), new byte[] {(byte) 0xFF})).hasMessageContaining("not UTF-8");
    assertThat(refused(Codecs.utf8(), null)).hasMessageContaining("no key");
  }

  private static CodecException refused(Codec<?> codec, byte[] bytes) {
    return catchThrowableOfType(CodecException.class, () -> codec.decode(bytes));
  }
}
