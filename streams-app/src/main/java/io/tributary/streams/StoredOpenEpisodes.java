// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

import io.tributary.schemas.Codecs;
import io.tributary.schemas.OpenEnvironment;
import io.tributary.schemas.OpenSlot;
import io.tributary.schemas.OpenSteps;

/// Open episodes in two stores of the topology, each with a changelog. Keys: the environment id in UTF-8; for slots an
/// [OpenSlot].
final class StoredOpenEpisodes implements OpenEpisodes {
  private final KeyValueStore<byte[], byte[]> environments;
  private final KeyValueStore<byte[], byte[]> slots;

  StoredOpenEpisodes(KeyValueStore<byte[], byte[]> environments, KeyValueStore<byte[], byte[]> slots) {
    this.environments = environments;
    this.slots = slots;
  }

  @Override
  public void headers(BiConsumer<String, OpenEnvironment> visitor) {
    try (KeyValueIterator<byte[], byte[]> rows = environments.all()) {
      while (rows.hasNext()) {
        KeyValue<byte[], byte[]> row = rows.next();
        visitor.accept(new String(row.key, StandardCharsets.UTF_8), Codecs.openEnvironment().decode(row.value));
      }
    }
  }

  @Override
  public void save(String environment, OpenEnvironment header) {
    environments.put(environment.getBytes(StandardCharsets.UTF_8), Codecs.openEnvironment().encode(header));
  }

  @Override
  public void remove(String environment) {
    environments.delete(environment.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public OpenSteps slot(String environment, int number) {
    return Codecs.openSteps().decode(slots.get(slotKey(environment, number)));
  }

  @Override
  public void saveSlot(String environment, int number, OpenSteps steps) {
    slots.put(slotKey(environment, number), Codecs.openSteps().encode(steps));
  }

  @Override
  public void removeSlot(String environment, int number) {
    slots.delete(slotKey(environment, number));
  }

  private static byte[] slotKey(String environment, int number) {
    return Codecs.openSlot().encode(new OpenSlot(environment, number));
  }
}
