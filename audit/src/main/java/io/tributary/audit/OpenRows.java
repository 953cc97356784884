// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tributary.rl.experience.Steps;
import io.tributary.runs.RunException;
import io.tributary.schemas.Codec;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.OpenEnvironment;
import io.tributary.schemas.OpenSlot;
import io.tributary.schemas.OpenSteps;
import io.tributary.schemas.Topics;

/// Reads which steps are open from the changelogs of the topology's stores.
///
/// Header rows first, slots after: a slot that has been overwritten meanwhile holds a record above the header's newest accepted one and is
/// passed over, because what it held before has been closed and is in an output. So header and slots fit together though the topology
/// goes on.
final class OpenRows {
  /// Bytes an open record takes at most while it is looked at, its environment's id included.
  private static final int BYTES_PER_RECORD = 512;

  private final Topics topics;
  private final RunLog log;
  private final Reading reading;
  private final Findings findings;
  private final long mostRecords;

  OpenRows(Topics topics, RunLog log, Reading reading, Findings findings, long mostBytes) {
    this.topics = topics;
    this.log = log;
    this.reading = reading;
    this.findings = findings;
    mostRecords = Math.max(1, mostBytes / BYTES_PER_RECORD);
  }

  /// All of them; none where no topology has ever run.
  List<OpenRecord> read() {
    List<OpenRecord> open = new ArrayList<>();
    if (!log.exists(topics.openEnvironments()) || !log.exists(topics.openSteps())) {
      return open;
    }
    List<Map<String, Header>> headers = new ArrayList<>();
    long[] ends = log.highWatermarks(topics.openEnvironments());
    for (int p = 0; p < ends.length; p++) {
      headers.add(headers(p, ends[p]));
    }
    ends = log.highWatermarks(topics.openSteps());
    for (int p = 0; p < ends.length; p++) {
      Map<OpenSlot, OpenRecord> slots = slots(p, ends[p], headers.get(p));
      headers.get(p).forEach((environment, header) -> open.addAll(records(environment, header, slots)));
      requireRoom(open.size());
    }
    return open;
  }

  /// @param row where in the changelog
  /// @param state what it says
  private record Header(Place row, OpenEnvironment state) {}

  private Map<String, Header> headers(int partition, long end) {
    Map<String, Header> headers = new HashMap<>();
    reading.rows(topics.openEnvironments(), partition, end, (place, environment, row) -> {
      if (row == null || row.openRecords() == 0) {
        headers.remove(environment);
      } else {
        headers.put(environment, new Header(place, row));
        requireRoom(headers.size());
      }
    });
    return headers;
  }

  private Map<OpenSlot, OpenRecord> slots(int partition, long end, Map<String, Header> headers) {
    Map<OpenSlot, OpenRecord> slots = new HashMap<>();
    reading.rows(topics.openSteps(), partition, end, (place, slot, row) -> {
      Header header = headers.get(slot.environment());
      if (header == null || slot.number() >= header.state().openRecords()) {
        return;
      }
      if (row == null) {
        slots.remove(slot);
      } else {
        add(slots, place, slot, row);
        requireRoom(slots.size());
      }
    });
    return slots;
  }

  private void add(Map<OpenSlot, OpenRecord> slots, Place place, OpenSlot slot, OpenSteps row) {
    Codec<Steps> codec = topics.steps().value();
    try {
      Steps steps = codec.decode(row.original());
      slots.put(slot, new OpenRecord(place, row.partition(), row.offset(), steps.first(), steps.count()));
    } catch (CodecException undecodable) {
      slots.remove(slot);
      findings.add(FindingKind.RECORD_UNDECODABLE, place, "the steps it holds: " + undecodable.getMessage());
    }
  }

  private List<OpenRecord> records(String environment, Header header, Map<OpenSlot, OpenRecord> slots) {
    List<OpenRecord> records = new ArrayList<>();
    long newest = header.state().acceptedOffset();
    int steps = 0;
    for (int number = 0; number < header.state().openRecords(); number++) {
      OpenRecord record = slots.get(new OpenSlot(environment, number));
      if (record != null && record.offset() <= newest) {
        records.add(record);
        steps += record.count();
      }
    }
    boolean unchanged = records.size() == header.state().openRecords();
    if (unchanged && (steps != header.state().openSteps() || records.getLast().offset() != newest)) {
      findings.add(FindingKind.OPEN_ROWS_DIFFER, header.row(), "environment " + environment + " has " + header.state().openSteps() + " open steps up to offset "
          + newest + "; its slots hold " + steps + " up to offset " + records.getLast().offset() + "; expected the same");
    }
    return records;
  }

  private void requireRoom(long records) {
    if (records > mostRecords) {
      throw new RunException("run " + topics.names().run() + ": more than " + mostRecords + " open steps records; expected them to fit the audit's memory"
          + " (--memory); nothing was audited");
    }
  }
}
