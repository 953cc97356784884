// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class MainTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      demoo                                        | unknown command 'demoo'; expected one of demo        | did you mean 'demo'?
      demo --env cartpol                           | environment is 'cartpol'; expected one of acrobot, cartpole   | did you mean 'cartpole'?
      demo --seed x                                | '--seed': 'x'; expected a whole number               | nothing was started
      demo --seeed 1                               | unknown argument '--seeed'                           | did you mean '--seed'?
      demo --set rollout.environments=0            | rollout.environments is 0; expected 1 to 4096        | (from --set)
      demo --set rollout.environments=x            | rollout.environments is 'x' (from --set)             | expected a whole number
      demo --set rollout.environmnts=8             | unknown setting 'rollout.environmnts' (from --set)   | did you mean 'rollout.environments'?
      demo --set seed                              | --set is 'seed'; expected key=value                  | nothing was started
      demo --set kernel=gpu                        | kernel is 'gpu'; expected auto, vector or scalar     | (from --set)
      demo --set algorithm=sarsa                   | algorithm is 'sarsa'                                 | (from --set)
      demo --set algorithm=reinforce --set learner.baseline=tribuo --set tribuo.trainer=no.such.Trainer | tribuo.trainer is no.such.Trainer, which is no class | nothing was started
      demo --set segment.completeEpisodes=true     | rollout.episodes is 0 with segment.completeEpisodes  | expected 1 or more
      run                                          | PRESET                                               | nothing was started
      run nowhere                                  | preset 'nowhere'                                     | nowhere.yaml
      run not.yaml                                 | preset                                               | not.yaml
      run words.yaml                               | words.yaml is not a YAML mapping                     | nothing was started
      run broken.yaml                              | broken.yaml is not YAML                              | nothing was started
      run wrong.yaml                               | unknown setting 'rollout.enviroments' (from preset   | did you mean 'rollout.environments'?
      run cartpole --run Big                       | run is 'Big'; expected 1 to 60 of a-z, 0-9 and -     | nothing was started
      create Big                                   | run is 'Big'                                         | nothing was started
      create x --preset nope                       | preset 'nope'                                        | nothing was started
      produce x --set gamma=0.5                    | gamma is '0.5' (from --set); expected only rollout.* | spec fixes the rest
      stream x --set strem.threads=2               | unknown setting 'strem.threads' (from --set)         | did you mean 'stream.threads'?
      train x --wait=-1                            | --wait is -1; expected 0 to 86400 seconds            | nothing was started
      broker --port 99999                          | --port is 99999; expected 0 to 65535                 | nothing was started
      broker --disk-limit-mb 0                     | broker.diskLimitMb is 0; expected 1 to               | nothing was started
      tail x                                       | TOPIC                                                | nothing was started
      tail x steps --limit 0                       | --limit is 0; expected 1 or more                     | nothing was read
      audit x --limit 0                            | --limit is 0; expected 1 to 1000000                  | nothing was read
      audit x --memory 0                           | --memory is 0; expected 1 or more MiB                | nothing was read
      rejected x --limit 1001                      | --limit is 1001; expected 1 to 1000                  | nothing was read
      rejected x --reason gapp                     | --reason is 'gapp'; expected one of malformed        | did you mean 'gap'?
      rejected x --resubmit --show                 | --show with --resubmit                               | nothing was read
      evaluate x --episodes 0                      | evaluate.episodes is 0                               | nothing was played
      evaluate x --greedy --sampled                | --greedy, --sampled are mutually exclusive           | nothing was started
      run cartpole --seeds 5..1                    | --seeds is '5..1'                                    | such as 1..5 or 3,7,9
      run cartpole --seeds 1..3 --seed 2           | --seed is 2 with --seeds                             | nothing was started
      run cartpole --seeds 1..3 --set rollout.seed=4 | rollout.seed is 4 with --seeds                     | every run would play the same episodes
      run cartpole --set initial=Night             | initial is 'Night'; expected RUN or RUN@VERSION      | (from --set)
      run cartpole --set rollout.demonstrator=a@1  | rollout.demonstrator is 'a@1' with learner.weights gae | expected algorithm bc
      runs --delete                                | --delete names no run                                | nothing was deleted
      runs night --yes                             | --yes is given without --delete                      | nothing was deleted
      runs --delete Big                            | run is 'Big'                                         | nothing was
      bench --setting C                            | --setting is 'C'; expected A or B                    | nothing was started
      """)
  void shouldRefuseWhatCannotBeMeantInOneLine(String typed, String first, String second) throws IOException {
    Files.writeString(folder.resolve("words.yaml"), "just words");
    Files.writeString(folder.resolve("broken.yaml"), "a: [1");
    Files.writeString(folder.resolve("wrong.yaml"), "rollout:\n  enviroments: 4\n");
    String[] arguments = Arrays.stream(typed.split(" ")).map(word -> word.endsWith(".yaml") ? folder.resolve(word).toString() : word).toArray(String[]::new);
    Typed process = Typed.in(folder);

    assertThat(process.run(arguments)).as(process.err()).isEqualTo(Exit.USAGE);
    assertThat(process.err().lines()).singleElement().asString().startsWith("error: ").contains(first).contains(second);
    assertThat(process.out()).isEmpty();
    assertThat(folder.resolve(".tributary")).as("nothing was started").doesNotExist();
  }

  @Test
  void shouldWantACommand() {
    Typed process = Typed.in(folder);
    assertThat(process.run()).isEqualTo(Exit.USAGE);
    assertThat(process.err().lines()).singleElement().asString().contains("no command was given; expected one of demo, run, broker");
  }

  @Test
  void shouldShowWhereAFailureHappenedOnlyWhenAsked() {
    Typed quiet = Typed.in(folder);
    assertThat(quiet.run("runs")).isEqualTo(Exit.FAILED);
    assertThat(quiet.err().lines()).singleElement().asString().contains("no run was ever made in");
    Typed verbose = Typed.in(folder);
    assertThat(verbose.run("runs", "--verbose")).isEqualTo(Exit.FAILED);
    assertThat(verbose.err()).contains("\tat io.tributary.cli.");
  }

  @Test
  void shouldFailInOneLineWhereAPortIsOccupied() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Typed process = Typed.in(folder);
      assertThat(process.run("broker", "--port", Integer.toString(taken.getLocalPort()))).isEqualTo(Exit.FAILED);
      assertThat(process.err().lines()).singleElement().asString().startsWith("error: ").contains(Integer.toString(taken.getLocalPort())).contains("expected");
    }
  }

  @Test
  void shouldFailInOneLineWhereKafkaIsUnreachable() {
    Typed process = Typed.in(folder);
    assertThat(process.run("train", "night", "--bootstrap-servers", "127.0.0.1:1")).isEqualTo(Exit.FAILED);
    assertThat(process.err().lines()).singleElement().asString().contains("127.0.0.1:1").contains("expected");
  }

  @Test
  void shouldPreferTheOptionToTheVariable() {
    Typed process = new Typed(folder, Map.of("TRIBUTARY_BOOTSTRAP_SERVERS", "no.such.host.invalid:1"));
    assertThat(process.run("runs")).isEqualTo(Exit.FAILED);
    assertThat(process.err()).contains("no.such.host.invalid:1");
  }

  @Test
  void everyCommandHelpsWithAnExample() {
    CommandLine commands = new Main(Typed.in(folder).host()).commandLine();
    assertThat(commands.getSubcommands().keySet()).containsExactlyElementsOf(List.of("demo", "run", "broker", "create", "produce", "stream", "train", "health", "runs",
        "snapshots", "tail", "audit", "rejected", "replay", "evaluate", "watch", "bench", "chaos", "lesson", "extra"));
    commands.getSubcommands().forEach((name, command) -> {
      Typed process = Typed.in(folder);
      assertThat(process.run(name, "--help")).isEqualTo(Exit.DONE);
      assertThat(process.out()).contains("Usage: tributary " + name).contains("Example: tributary " + name);
      assertThat(process.err()).isEmpty();
    });
  }

  /// Messages of topology and trainer name the option.
  @Test
  void shouldHaveTheOptionThatAcceptsALoss() {
    for (String command : List.of("stream", "train")) {
      Typed help = Typed.in(folder);
      assertThat(help.run(command, "--help")).isEqualTo(Exit.DONE);
      assertThat(help.out()).contains("--accept-loss");
      Typed typed = Typed.in(folder);
      assertThat(typed.run(command, "x", "--accept-loss", "--wait", "1")).isEqualTo(Exit.FAILED);
      assertThat(typed.err()).as("all that is missing").contains("no broker appeared");
    }
  }

  @Test
  void shouldRunCommandsThatOtherModulesBring() {
    Typed process = Typed.in(folder);
    assertThat(process.run("extra", "--status", "3")).isEqualTo(3);
    assertThat(process.out()).isEqualTo("extra\n");
  }

  @Test
  void exitStatusesSayWhatHappened() {
    Typed process = Typed.in(folder);
    var err = process.host().err();
    assertThat(Failures.report(new UsageException("u"), err, false)).isEqualTo(2);
    assertThat(Failures.report(new io.tributary.runs.RunException("r"), err, false)).isEqualTo(1);
    assertThat(Failures.report(new io.tributary.runs.TakenOverException("t", null), err, false)).isEqualTo(3);
    assertThat(Failures.report(new IllegalStateException("two\nlines"), err, false)).isEqualTo(1);
    assertThat(process.err().lines()).containsExactly("error: u", "error: r", "error: t",
        "error: unexpected IllegalStateException: two | lines; this command ends (--verbose shows where)");
  }
}
