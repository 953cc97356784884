// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import io.tributary.schemas.OpenEnvironment;
import io.tributary.schemas.OpenSteps;

/// Open episodes without Kafka: for assembling a log that is read from elsewhere.
public final class InMemoryOpenEpisodes implements OpenEpisodes {
  private record Slot(String environment, int number) {}

  private final Map<String, OpenEnvironment> headers = new HashMap<>();
  private final Map<Slot, OpenSteps> slots = new HashMap<>();

  @Override
  public void headers(BiConsumer<String, OpenEnvironment> visitor) {
    headers.forEach(visitor);
  }

  @Override
  public void save(String environment, OpenEnvironment header) {
    headers.put(environment, header);
  }

  @Override
  public void remove(String environment) {
    headers.remove(environment);
  }

  @Override
  public OpenSteps slot(String environment, int number) {
    return slots.get(new Slot(environment, number));
  }

  @Override
  public void saveSlot(String environment, int number, OpenSteps steps) {
    slots.put(new Slot(environment, number), steps);
  }

  @Override
  public void removeSlot(String environment, int number) {
    slots.remove(new Slot(environment, number));
  }

  /// Header and slot rows that exist.
  public int rows() {
    return headers.size() + slots.size();
  }
}
