// SPDX-License-Identifier: Apache-2.0

/// A real Kafka broker without installing Kafka: one KRaft node (broker and controller) inside this JVM, or as a child JVM.
///
/// Read in this order: [io.tributary.kafka.EmbeddedKafka] (the broker), [io.tributary.kafka.BrokerSettings] (what can be chosen),
/// `BrokerProperties` (what is decided, and why), [io.tributary.kafka.BrokerProcess] (the same broker in a process that can be killed).
///
/// The classes of Kafka used here (`SharedServer`, `ControllerServer`, `BrokerServer`) are the production server, but not a public
/// interface: this package is the only place that touches them, and its tests are what a Kafka upgrade has to pass.
package io.tributary.kafka;
