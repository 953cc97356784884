// SPDX-License-Identifier: Apache-2.0

/// The whole of it, as its users run it: parts as processes of their own, commands as typed, and a Kafka of one of four kinds.
///
/// `./mvnw -pl system-tests -am test -Dtributary.kafka=embedded|process|container|nodes` chooses the kind ([io.tributary.system.KafkaUnderTest]).
package io.tributary.system;
