// SPDX-License-Identifier: Apache-2.0
/// The topology: steps → assemble → targets → trajectories; rejected and episodes aside.
///
/// Read {@link io.tributary.streams.TrajectoryTopology} for the shape, {@link io.tributary.streams.EpisodeAssembler} for the meaning and
/// {@link io.tributary.streams.StreamsApp} for the life cycle.
package io.tributary.streams;
