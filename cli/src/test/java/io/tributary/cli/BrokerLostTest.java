// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Kafka's wish to end the JVM is a fatal fault of the broker in it: whoever works with that broker ends with status 1 and says why.
class BrokerLostTest {
  private static final String FAULT = "the broker in this process no longer works";

  @TempDir
  Path folder;

  @Test
  void shouldEndARunWhoseBrokerFailed() throws Exception {
    Typed process = Typed.in(folder);
    assertThat(statusAfterFault(process, "learning cartpole", "run", "cartpole", "--run", "night", "--set", "budget.steps=100000000", "--set",
        "budget.stopWhenSolved=false")).as(process.err()).isEqualTo(Exit.FAILED);
    assertThat(process.err().lines()).last().asString().startsWith("error: ").contains(FAULT).contains("run night stops and can go on later");
  }

  @Test
  void shouldEndAPartWhoseBrokerFailed() throws Exception {
    assertThat(Typed.in(folder).run("create", "night")).isEqualTo(Exit.DONE);
    Typed process = Typed.in(folder);
    assertThat(statusAfterFault(process, "works at", "stream", "night")).as(process.err()).isEqualTo(Exit.FAILED);
    assertThat(process.err().lines()).last().asString().startsWith("error: ").contains(FAULT).contains("stream of run night stops");
  }

  private static int statusAfterFault(Typed process, String working, String... arguments) throws Exception {
    CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> process.run(arguments));
    while (!process.out().contains(working) && !status.isDone()) {
      Thread.sleep(10);
    }
    assertThatThrownBy(() -> org.apache.kafka.common.utils.Exit.halt(1)).isInstanceOf(IllegalStateException.class);
    return status.get(60, TimeUnit.SECONDS);
  }
}
