// SPDX-License-Identifier: Apache-2.0
package io.tributary.monitoring;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

import com.sun.management.GarbageCollectionNotificationInfo;

/// How much of the heap was in use after the newest collection: unlike what is in use at any moment, a figure that stays level in a process
/// that keeps nothing.
final class HeapAfterGc implements AutoCloseable {
  private static final Set<String> POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
      .filter(pool -> pool.getType() == MemoryType.HEAP).map(MemoryPoolMXBean::getName).collect(Collectors.toUnmodifiableSet());

  private final NotificationListener listener = this::collected;
  private final List<NotificationEmitter> collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
      .filter(NotificationEmitter.class::isInstance).map(NotificationEmitter.class::cast).toList();
  private volatile double bytes = Double.NaN;

  HeapAfterGc() {
    collectors.forEach(collector -> collector.addNotificationListener(listener, null, ((GarbageCollectorMXBean) collector).getName()));
  }

  /// NaN before the first collection.
  double bytes() {
    return bytes;
  }

  private void collected(Notification notification, Object collector) {
    if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
        && notification.getUserData() instanceof CompositeData data) {
      Map<String, MemoryUsage> after = GarbageCollectionNotificationInfo.from(data).getGcInfo().getMemoryUsageAfterGc();
      bytes = after.entrySet().stream().filter(pool -> POOLS.contains(pool.getKey())).mapToLong(pool -> pool.getValue().getUsed()).sum();
    }
  }

  @Override
  public void close() throws ListenerNotFoundException {
    for (NotificationEmitter collector : collectors) {
      collector.removeNotificationListener(listener);
    }
  }
}
