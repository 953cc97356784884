// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Metric;
import io.tributary.rl.learning.Metrics;
import io.tributary.rl.policy.PolicyState;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/// Who may import whom (ARCHITECTURE.md): folders are the architecture, and these rules keep it so.
class ImportsTest {
  private static final JavaClasses OURS =
      new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.tributary");

  private static final String RL = "io.tributary.rl..";
  private static final String SCHEMAS = "io.tributary.schemas..";
  private static final String RUNS = "io.tributary.runs..";
  private static final String ENV = "io.tributary.env..";
  private static final String STREAMS = "io.tributary.streams..";
  private static final String TRAINER = "io.tributary.trainer..";
  private static final String AUDIT = "io.tributary.audit..";
  private static final String BROKER = "io.tributary.kafka..";
  private static final String LESSON = "io.tributary.lesson..";
  private static final String REPLAY = "io.tributary.replay..";
  private static final String TRIBUO = "io.tributary.tribuo..";
  private static final String MONITORING = "io.tributary.monitoring..";
  private static final String CLI = "io.tributary.cli..";

  @Test
  void mathematicsDependsOnNothing() {
    classes().that().resideInAPackage(RL).should().onlyDependOnClassesThat().resideInAnyPackage(RL, "java..", "jdk.incubator.vector..")
        .because("the mathematics must run bit for bit the same anywhere, and be readable without knowing Kafka or Avro")
        .check(OURS);
  }

  @Test
  void mathematicsHasNoClockThreadOrInput() {
    noClasses().that().resideInAPackage(RL).should().dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "java.time..", "java.util.concurrent")
        .orShould().dependOnClassesThat().areAssignableTo(java.util.Random.class)
        .orShould().dependOnClassesThat().areAssignableTo(Thread.class)
        .orShould().callMethod(System.class, "nanoTime").orShould().callMethod(System.class, "currentTimeMillis").orShould().callMethod(Math.class, "random")
        .because("a result that depends on the moment, the thread or a global random number cannot be replayed")
        .check(OURS);
  }

  @Test
  void wireFormatKnowsOnlyTheMathematicsRecords() {
    classes().that().resideInAPackage(SCHEMAS).should().onlyDependOnClassesThat().resideInAnyPackage(SCHEMAS, RL, "java..", "org.apache.avro..")
        .because("whoever reads or writes our records needs the formats alone, without a Kafka client").check(OURS);
  }

  @Test
  void runsAreReachedWithAClientAlone() {
    classes().that().resideInAPackage(RUNS).should()
        .onlyDependOnClassesThat().resideInAnyPackage(RUNS, SCHEMAS, RL, "java..", "org.apache.kafka.clients..", "org.apache.kafka.common..", "org.slf4j..")
        .because("it is what all parts share, so whatever it depends on, all of them do").check(OURS);
  }

  @Test
  void topicsAreTheOnlyMeetingPlace() {
    String because = "producers, topology and trainer meet in topics only: each can be replaced, or written in another language, without the others";
    noClasses().that().resideInAPackage(ENV).should().dependOnClassesThat().resideInAnyPackage(STREAMS, TRAINER, BROKER, CLI).because(because).check(OURS);
    noClasses().that().resideInAPackage(STREAMS).should().dependOnClassesThat().resideInAnyPackage(ENV, TRAINER, BROKER, CLI).because(because).check(OURS);
    noClasses().that().resideInAPackage(TRAINER).should().dependOnClassesThat().resideInAnyPackage(ENV, STREAMS, BROKER, CLI).because(because).check(OURS);
  }

  @Test
  void replayUsesTheVeryCodeOfThePartsAndNobodyDependsOnIt() {
    classes().that().resideInAPackage(REPLAY).should().onlyDependOnClassesThat().resideInAnyPackage(REPLAY, RL, SCHEMAS, RUNS, STREAMS, TRAINER, TRIBUO, "java..")
        .because("what it makes again must come out of the code that made it, not of a second copy; it looks at topics offline and starts no part").check(OURS);
    noClasses().that().resideInAnyPackage(RL, SCHEMAS, RUNS, ENV, STREAMS, TRAINER, TRIBUO, BROKER, LESSON).should().dependOnClassesThat().resideInAPackage(REPLAY)
        .because("a part that could replay would meet the others outside of topics").check(OURS);
  }

  @Test
  void onlyTheTopologyUsesKafkaStreams() {
    noClasses().that().resideInAnyPackage(RL, SCHEMAS, RUNS, ENV, TRAINER, REPLAY, CLI).should().dependOnClassesThat().resideInAPackage("org.apache.kafka.streams..")
        .because("the topology is the only stream processor; others read and write topics").check(OURS);
  }

  @Test
  void auditKnowsTheWireFormatAndNoneOfTheParts() {
    classes().that().resideInAPackage(AUDIT).should()
        .onlyDependOnClassesThat(resideInAnyPackage(AUDIT, SCHEMAS, RUNS, "io.tributary.rl.experience..", "java..", "org.apache.kafka.clients..",
            "org.apache.kafka.common..").or(belongToAnyOf(Agent.class, Metric.class, Metrics.class, PolicyState.class)))
        .because("a mistake in what writes a log must not be able to hide itself in what judges the log").check(OURS);
  }

  @Test
  void brokerStandsAlone() {
    noClasses().that().resideInAPackage(BROKER).should().dependOnClassesThat().resideInAnyPackage(RL, SCHEMAS, RUNS, ENV, STREAMS, TRAINER, CLI)
        .because("an embedded Kafka is of use to anybody's tests, whatever they stream").check(OURS);
    noClasses().that().resideInAnyPackage(RL, SCHEMAS, RUNS, ENV, STREAMS, TRAINER).should().dependOnClassesThat()
        .resideInAnyPackage(BROKER, "kafka..", "org.apache.kafka.server..", "org.apache.kafka.metadata..", "org.apache.kafka.raft..")
        .because("parts must work with any Kafka, so none may touch a broker's insides").check(OURS);
  }

  @Test
  void partsKeepPlainFigures() {
    classes().that().resideInAPackage(MONITORING).should().onlyDependOnClassesThat().resideInAnyPackage(MONITORING, "java..", "javax.management..",
        "com.sun.net.httpserver..", "com.sun.management..", "io.micrometer..", "io.prometheus..", "org.slf4j..")
        .because("what shows figures need not know whose they are").check(OURS);
    noClasses().that().resideOutsideOfPackages(MONITORING, CLI).should().dependOnClassesThat().resideInAnyPackage(MONITORING, "io.micrometer..", "io.prometheus..")
        .because("a part counts in plain numbers, so that it can be used where nobody monitors").check(OURS);
    noClasses().that().resideInAPackage(CLI).should().dependOnClassesThat().resideInAnyPackage("io.micrometer..", "io.prometheus..", "com.sun.net.httpserver..")
        .because("how figures are shown is the monitoring's own affair").check(OURS);
  }

  @Test
  void nobodyButTheCommandStartsProcessesOrEndsThem() {
    noClasses().that().resideOutsideOfPackages(CLI, BROKER).should().callMethod(System.class, "exit", int.class)
        .orShould().callMethod(Runtime.class, "halt", int.class).orShould().callMethod(Runtime.class, "addShutdownHook", Thread.class)
        .because("a part lives in whatever process it is put in, so only the command decides when that ends").check(OURS);
  }

  @Test
  void claimsAreTriedWithoutKafka() {
    noClasses().that().resideInAPackage(LESSON).should().dependOnClassesThat()
        .resideInAnyPackage(SCHEMAS, RUNS, STREAMS, TRAINER, BROKER, CLI, "org.apache.kafka..")
        .because("what is claimed about the mathematics must not hang on how it is fed").check(OURS);
    noClasses().that().resideInAnyPackage(RL, SCHEMAS, RUNS, ENV, STREAMS, TRAINER).should().dependOnClassesThat().resideInAPackage(LESSON)
        .because("claims look at the parts, never the other way round").check(OURS);
  }

  @Test
  void nothingFromATopicBecomesCode() {
    String because = "what lies in a topic or file was written by somebody else: only data may come of it, never a class that the bytes choose";
    noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream")
        .orShould().dependOnClassesThat().haveFullyQualifiedName("java.beans.XMLDecoder")
        .orShould().dependOnClassesThat().resideInAnyPackage("org.apache.avro.reflect..", "org.apache.avro.specific..", "org.yaml.snakeyaml..", "javax.script..")
        .because(because).check(OURS);
    noClasses().should().dependOnClassesThat().haveSimpleName("JsonTypeInfo").orShould().dependOnClassesThat().haveSimpleName("PolymorphicTypeValidator")
        .orShould().dependOnClassesThat().haveSimpleName("DefaultTyping").because(because).check(OURS);
    noClasses().that().resideInAnyPackage(SCHEMAS, RUNS, ENV, STREAMS, TRAINER, CLI).should().dependOnClassesThat().resideInAPackage("org.tribuo.protos..")
        .because("Tribuo's models name the classes they are read into, so none is ever read from a topic").check(OURS);
  }

  @Test
  void packagesOfTheMathematicsAreLayered() {
    slices().matching("io.tributary.rl.(*)..").should().beFreeOfCycles()
        .because("a reader can then take them one after the other").check(OURS);
  }
}
