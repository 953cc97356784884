// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/// Whom this module may import: rl and Tribuo.
class ImportsTest {
  private static final JavaClasses OURS =
      new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.tributary.tribuo");

  @Test
  void tribuoStandsBehindTheMathematicsInterfaces() {
    classes().should().onlyDependOnClassesThat()
        .resideInAnyPackage("io.tributary.tribuo..", "io.tributary.rl..", "java..", "org.tribuo..", "com.oracle.labs.mlrg.olcut..")
        .because("whoever uses a Tribuo regression must not get Kafka or Avro with it").check(OURS);
  }

  @Test
  void nothingIsReadFromModelFiles() {
    noClasses().should().dependOnClassesThat().resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "org.tribuo.protos..", "com.google.protobuf..")
        .orShould().callMethod(org.tribuo.Model.class, "deserialize", org.tribuo.protos.core.ModelProto.class)
        .because("a model file names classes that reading it creates; a checkpoint may hold numbers only").check(OURS);
  }

  @Test
  void nothingDependsOnTheMoment() {
    noClasses().that().resideOutsideOfPackage("io.tributary.tribuo.provenance..").should().dependOnClassesThat().resideInAnyPackage("java.time..")
        .because("a result that depends on the moment cannot be replayed; a provenance only states when something was made").check(OURS);
    noClasses().should().callMethod(System.class, "nanoTime").orShould().callMethod(java.time.OffsetDateTime.class, "now")
        .orShould().callMethod(System.class, "currentTimeMillis").orShould().callMethod(Math.class, "random")
        .because("a result that depends on the moment or a global random number cannot be replayed").check(OURS);
  }
}
