// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

import io.tributary.runs.Read;
import io.tributary.schemas.Topic;

/// A made log without a broker: nothing is transactional, nothing goes on, and retention has removed what it is told to.
final class LogInMemory implements RunLog {
  private final Map<String, List<MadeLog.Out>> records;
  private final long[] committed;
  private final Map<String, long[]> begins;
  private final long nowMs;

  LogInMemory(MadeLog log) {
    this(log.records(), log.committed, Map.of(), 0);
  }

  /// @param records by topic, in order
  /// @param committed the topology's offsets
  /// @param begins first offsets that are left, of topics that have lost some
  LogInMemory(Map<String, List<MadeLog.Out>> records, long[] committed, Map<String, long[]> begins, long nowMs) {
    this.records = records;
    this.committed = committed.clone();
    this.begins = begins;
    this.nowMs = nowMs;
  }

  private List<MadeLog.Out> records(Topic<?, ?> topic, int partition) {
    return records.getOrDefault(topic.name(), List.of()).stream().filter(record -> record.partition() == partition).toList();
  }

  @Override
  public boolean exists(Topic<?, ?> topic) {
    return true;
  }

  @Override
  public long[] begins(Topic<?, ?> topic) {
    return begins.getOrDefault(topic.name(), new long[topic.partitions()]).clone();
  }

  @Override
  public long[] highWatermarks(Topic<?, ?> topic) {
    long[] ends = new long[topic.partitions()];
    for (int p = 0; p < ends.length; p++) {
      ends[p] = records(topic, p).size();
    }
    return ends;
  }

  @Override
  public long[] settled(Topic<?, ?> topic) {
    return highWatermarks(topic);
  }

  @Override
  public long[] committed(boolean settled) {
    return committed.clone();
  }

  @Override
  public void read(Topic<?, ?> topic, int partition, long end, Consumer<Read<byte[], byte[]>> reader) {
    List<MadeLog.Out> all = records(topic, partition);
    for (int offset = (int) begins(topic)[partition]; offset < end; offset++) {
      byte[] value = all.get(offset).value();
      reader.accept(new Read<>(partition, offset, all.get(offset).timeMs(), all.get(offset).key(), value, value == null ? 0 : value.length));
    }
  }

  @Override
  public long nowMs() {
    return nowMs;
  }

  @Override
  public OptionalLong oldestMs(Topic<?, ?> topic, int partition, long end) {
    long begin = begins(topic)[partition];
    return begin < end ? OptionalLong.of(records(topic, partition).get((int) begin).timeMs()) : OptionalLong.empty();
  }

  @Override
  public Optional<Read<byte[], byte[]>> last(Topic<?, ?> topic) {
    List<MadeLog.Out> all = records(topic, 0);
    return all.isEmpty() ? Optional.empty()
        : Optional.of(new Read<>(0, all.size() - 1, 0, all.getLast().key(), all.getLast().value(), all.getLast().value().length));
  }
}
