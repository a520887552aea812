package org.openhtc;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.metaAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.data.repository.Repository;
import org.springframework.stereotype.Component;

/** Rules of the house that a compiler does not know, each with its reason. */
class ArchitectureRulesTest {
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.openhtc");

  @Test
  void timeComesFromTheClock() {
    check(
        noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("tests turn the one clock bean instead of waiting"));
  }

  @Test
  void onlyTheDockerPackagesUseDocker() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("..execution.docker..", "..execution.dockerjava..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.github.dockerjava..")
            .because("a second kind of engine must fit behind the same interface"));
  }

  @Test
  void onlyTheStoreKnowsTheSdk() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("..storage.s3..", "..embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon.awssdk..")
            .because("a store is reached through ObjectStore"));
  }

  @Test
  void onlyTokenIssuersKnowTokens() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("..auth..", "..registry..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.jsonwebtoken..")
            .because("business modules know a Caller, never a token"));
  }

  @Test
  void nothingSleeps() {
    check(
        noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class)
            .because("a loop waits for a wake-up with a time limit"));
  }

  @Test
  void lettersChangeCaseTheSameEverywhere() {
    check(
        noClasses()
            .should()
            .callMethod(String.class, "toLowerCase")
            .orShould()
            .callMethod(String.class, "toUpperCase")
            .because("the default locale differs between machines: give " + Locale.class));
  }

  @Test
  void packagesUseEachOtherOneWay() {
    SlicesRuleDefinition.slices()
        .matching("org.openhtc.(**)")
        .should()
        .beFreeOfCycles()
        .because("a package can then be read without those that use it")
        .check(CODE);
  }

  @Test
  void noTwoClassesShareAName() {
    assertThat(CODE.stream().filter(JavaClass::isTopLevelClass).map(JavaClass::getSimpleName))
        .filteredOn(name -> !name.equals("package-info"))
        .as("a name that occurs twice makes a reader open the wrong file")
        .doesNotHaveDuplicates();
  }

  @Test
  void recordsCarryNoBeans() {
    check(
        noFields()
            .that()
            .areDeclaredInClassesThat()
            .areRecords()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackages("..execution.attempt..", "..execution.host..")
            .should()
            .haveRawType(metaAnnotatedWith(Component.class))
            .orShould()
            .haveRawType(assignableTo(Repository.class))
            .because("a constructor must show what a class needs, which a bag of beans hides"));
  }

  private static void check(ArchRule rule) {
    rule.check(CODE);
  }
}
