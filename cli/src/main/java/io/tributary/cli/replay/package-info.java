/// Replaying with what the command knows: which learner a revision's settings make.
package io.tributary.cli.replay;
