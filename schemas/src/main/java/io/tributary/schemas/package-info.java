// SPDX-License-Identifier: Apache-2.0
/// What is on the wire: the records of every topic, their Avro schemas and history, codecs, and the topics themselves.
package io.tributary.schemas;
