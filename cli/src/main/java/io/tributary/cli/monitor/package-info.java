// SPDX-License-Identifier: Apache-2.0
/// What a process shows its operator over HTTP: the parts' plain figures as meters, what hinders them as health.
package io.tributary.cli.monitor;
