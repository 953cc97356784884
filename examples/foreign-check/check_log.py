# SPDX-License-Identifier: Apache-2.0
"""Reads a run's log with foreign libraries and recomputes every target from the definition.

Nothing here comes from Tributary but the published .avsc files: Kafka by librdkafka, Avro by fastavro, the mathematics below.

    python check_log.py --bootstrap-servers 127.0.0.1:9092 --run cartpole-1

Checks, for every committed trajectory: its sources name exactly the steps it holds, its columns are theirs, G_t and A_t agree with
the definition (|difference| <= 1e-4 max(1, |x|)), no step is in two trajectories. Exit status 1 with the first offenders.
"""

import argparse
import pathlib
import struct
import sys
import time

import fastavro
from confluent_kafka import Consumer, TopicPartition

SCHEMAS = pathlib.Path(__file__).resolve().parents[2] / "schemas/src/main/resources/schemas"
TOLERANCE = 1e-4
IDLE_LIMIT_S = 30


def schemas_by_fingerprint(folder):
    """Every published schema by its CRC-64-AVRO fingerprint, as it stands in a record's header (little-endian)."""
    found = {}
    for path in sorted(folder.glob("*.avsc")) + sorted((folder / "history").glob("*.avsc")):
        schema = fastavro.schema.load_schema(path)
        canonical = fastavro.schema.to_parsing_canonical_form(schema)
        # fastavro prints the fingerprint's bytes in the order in which they are sent.
        found[bytes.fromhex(fastavro.schema.fingerprint(canonical, "CRC-64-AVRO"))] = schema
    return found


class Cursor:
    """A reader over bytes for fastavro that knows whether all were used."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def read(self, size):
        piece = self.data[self.at:self.at + size]
        self.at += size
        return piece


def decode(schemas, value):
    if value[:2] != b"\xc3\x01":
        raise ValueError(f"starts with {value[:2].hex()}, expected c301")
    cursor = Cursor(value[10:])
    record = fastavro.schemaless_reader(cursor, schemas[value[2:10]])
    if cursor.at != len(cursor.data):
        raise ValueError(f"{len(cursor.data) - cursor.at} bytes after the record")
    return record


def read_all(bootstrap, topic):
    """(partition, offset, value) of every committed record, up to the high watermarks of now."""
    consumer = Consumer({
        "bootstrap.servers": bootstrap, "group.id": "foreign-check", "enable.auto.commit": False,
        "isolation.level": "read_committed", "auto.offset.reset": "earliest", "enable.partition.eof": False,
    })
    try:
        metadata = consumer.list_topics(topic, timeout=10).topics[topic]
        if metadata.error is not None:
            sys.exit(f"topic {topic} at {bootstrap}: {metadata.error}; expected an existing run")
        ends = {}
        for partition in metadata.partitions:
            low, high = consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=10)
            if high > low:
                ends[partition] = high
        consumer.assign([TopicPartition(topic, p, 0) for p in ends])
        last = time.monotonic()
        while ends:
            for message in consumer.consume(1000, timeout=0.5):
                if message.error():
                    sys.exit(f"{topic}: {message.error()}")
                last = time.monotonic()
                yield message.partition(), message.offset(), message.value()
            for position in consumer.position([TopicPartition(topic, p) for p in list(ends)]):
                if position.offset >= ends[position.partition]:
                    del ends[position.partition]
            if time.monotonic() - last > IDLE_LIMIT_S:
                sys.exit(f"{topic}: nothing came for {IDLE_LIMIT_S} s with {ends} still to read")
    finally:
        consumer.close()


def targets(rewards, values, terminated, bootstrapped, gamma, lam):
    """G and A from their sums, not from the recurrences: quadratic on purpose."""
    n = len(rewards)
    discount = [gamma] * n
    if terminated:
        discount[-1] = 0.0
    reward_to_go, advantage = [], []
    for t in range(n):
        weight, total = 1.0, 0.0
        for k in range(t, n):
            total += weight * rewards[k]
            weight *= discount[k]
        reward_to_go.append(total + (weight * values[n] if bootstrapped else 0.0))
    if values is not None:
        for t in range(n):
            weight, total = 1.0, 0.0
            for k in range(t, n):
                total += weight * (rewards[k] + discount[k] * values[k + 1] - values[k])
                weight *= discount[k] * lam
            advantage.append(total)
    return reward_to_go, advantage


def close(a, b):
    return len(a) == len(b) and all(abs(x - y) <= TOLERANCE * max(1.0, abs(y)) for x, y in zip(a, b))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--bootstrap-servers", required=True)
    arguments.add_argument("--run", required=True)
    options = arguments.parse_args()
    schemas = schemas_by_fingerprint(SCHEMAS)
    offenders, seen, endings = [], set(), {"TERMINATED": 0, "TRUNCATED": 0, "CUT": 0, "OPEN": 0}

    spec = next(decode(schemas, value) for _, _, value in read_all(options.bootstrap_servers, f"{options.run}.spec"))
    steps, published = {}, 0
    for partition, offset, value in read_all(options.bootstrap_servers, f"{options.run}.steps"):
        steps[partition, offset] = decode(schemas, value)
        published += len(steps[partition, offset]["rewards"])

    trajectories = learned = passed = failed = 0
    for partition, offset, value in read_all(options.bootstrap_servers, f"{options.run}.trajectories"):
        trajectory = decode(schemas, value)
        trajectories += 1
        found_before = len(offenders)
        n = len(trajectory["rewards"])
        learned += n
        place = f"{options.run}.trajectories-{partition}@{offset}"
        columns = {name: [] for name in ("rewards", "observations", "discreteActions", "continuousActions", "logProbabilities")}
        values, index = [], trajectory["index"]
        for source in trajectory["sources"]:
            record = steps.get((source["partition"], source["offset"]))
            if record is None or source["partition"] != partition:
                offenders.append(f"{place}: source {source} is not a steps record of its partition")
                break
            if (record["environment"], record["session"], record["episode"]) != tuple(
                    trajectory[k] for k in ("environment", "session", "episode")):
                offenders.append(f"{place}: source {source} belongs to another episode")
            if source["firstIndex"] != index or record["index"] != index or source["count"] != len(record["rewards"]):
                offenders.append(f"{place}: source {source} does not continue at step {index}")
            index += source["count"]
            for name, column in columns.items():
                column.extend(record[name] or [])
            values = values[:-1] + list(record["values"] or [])
            step = (source["partition"], source["offset"])
            if step in seen:
                offenders.append(f"{place}: source {source} is in a second trajectory")
            seen.add(step)
        for name, column in columns.items():
            if column != list(trajectory[name] or []):
                offenders.append(f"{place}: column {name} differs from its sources")
        ending = trajectory["ending"]
        endings[ending if ending != "CONTINUES" else "CUT" if trajectory["cut"] else "OPEN"] += 1
        bootstrapped = trajectory["values"] is not None and ending != "TERMINATED" and spec["bootstrapRewardToGo"]
        wanted_g, wanted_a = targets(
            trajectory["rewards"], values if trajectory["values"] is not None else None, ending == "TERMINATED", bootstrapped,
            spec["gamma"], spec["lambda"])
        if not close(trajectory["rewardsToGo"], wanted_g):
            offenders.append(f"{place}: rewardsToGo {trajectory['rewardsToGo'][:3]}…, expected {wanted_g[:3]}…")
        if trajectory["values"] is not None and not close(trajectory["advantages"], wanted_a):
            offenders.append(f"{place}: advantages {trajectory['advantages'][:3]}…, expected {wanted_a[:3]}…")
        if len(offenders) > found_before:
            failed += 1
        else:
            passed += 1

    print(f"{published} steps published in {len(steps)} records; {learned} in {trajectories} trajectories; endings {endings}")
    for offender in offenders[:10]:
        print(offender, file=sys.stderr)
    if not trajectories:
        print(f"{options.run}.trajectories is empty; expected at least one trajectory to check", file=sys.stderr)
    print(f"{passed} passed, {failed} failed")
    return 1 if offenders or not trajectories else 0


if __name__ == "__main__":
    sys.exit(main())
