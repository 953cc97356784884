// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.schemas.GenericCodec.Mapping;

/// Outcomes, episodes and rejected steps as rows.
final class EventRows {
  static final Mapping<Outcome> OUTCOME = new Mapping<>() {
    @Override
    public void fill(Row row, Outcome outcome) {
      IdentityWire.fill(row, outcome.step());
      row.put("outcomeId", outcome.outcomeId()).put("reward", outcome.reward()).put("occurredMs", outcome.occurredMs());
    }

    @Override
    public Outcome read(Row row) {
      return new Outcome(IdentityWire.read(row), row.text("outcomeId"), row.float32("reward"), row.int64("occurredMs"));
    }
  };

  static final Mapping<Episode> EPISODE = new Mapping<>() {
    @Override
    public void fill(Row row, Episode episode) {
      row.put("environment", episode.environment())
          .put("session", episode.session())
          .put("episode", episode.episode())
          .put("totalReward", episode.totalReward())
          .put("length", episode.length())
          .putSymbol("ending", episode.ending())
          .put("lowestVersion", episode.lowestVersion())
          .put("highestVersion", episode.highestVersion())
          .putSymbol("purpose", episode.purpose())
          .putRows("sources", episode.sources(), SourceRow::fill)
          .put("endedMs", episode.endedMs());
    }

    @Override
    public Episode read(Row row) {
      return new Episode(row.text("environment"), row.int64("session"), row.int64("episode"), row.float64("totalReward"), row.int64("length"),
          row.symbol("ending", Ending.class), row.int64("lowestVersion"), row.int64("highestVersion"), row.symbol("purpose", Purpose.class),
          row.rows("sources", SourceRow::read), row.int64("endedMs"));
    }
  };

  static final Mapping<RejectedStep> REJECTED_STEP = new Mapping<>() {
    @Override
    public void fill(Row row, RejectedStep rejected) {
      row.putBytes("key", rejected.key())
          .putBytes("original", rejected.original())
          .put("originalLength", rejected.originalLength())
          .putFixed("originalSha256", rejected.originalSha256())
          .put("partition", rejected.partition())
          .put("offset", rejected.offset())
          .put("firstIndex", rejected.firstIndex())
          .put("count", rejected.count())
          .put("reason", rejected.reason().label())
          .put("message", rejected.message())
          .put("rejectedMs", rejected.rejectedMs());
    }

    @Override
    public RejectedStep read(Row row) {
      return new RejectedStep(row.bytes("key"), row.bytes("original"), row.int32("originalLength"), row.fixed("originalSha256"),
          row.int32("partition"), row.int64("offset"), row.int64("firstIndex"), row.int32("count"), RejectionReason.of(row.text("reason")),
          row.text("message"), row.int64("rejectedMs"));
    }
  };

  private EventRows() {}
}
