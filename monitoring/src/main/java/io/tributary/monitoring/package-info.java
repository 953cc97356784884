// SPDX-License-Identifier: Apache-2.0
/// What an operator sees of a process over HTTP: whether it lives, whether it does its job, and its figures for Prometheus.
///
/// Read {@link io.tributary.monitoring.Monitoring} first. It knows nothing of runs and topics: whoever starts a process tells it what to look at.
package io.tributary.monitoring;
