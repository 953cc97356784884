/// Which events a version was learned from, and which versions an event was learned by.
///
/// Start reading at [io.tributary.replay.lineage.VersionLineage] and [io.tributary.replay.lineage.EventLineage].
package io.tributary.replay.lineage;
