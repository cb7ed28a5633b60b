package dev.voltad.tests;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** The arrows of ARCHITECTURE.md, held. */
class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.voltad");

  @Test
  void modules_arrows_pointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("protocol")
        .definedBy("dev.voltad.protocol..")
        .layer("migrate")
        .definedBy("dev.voltad.migrate..")
        .layer("units")
        .definedBy("dev.voltad.units..")
        .layer("daemon")
        .definedBy("dev.voltad.daemon..")
        .layer("cli")
        .definedBy("dev.voltad.cli..")
        .layer("feed")
        .definedBy("dev.voltad.feed..")
        .whereLayer("protocol")
        .mayNotAccessAnyLayer()
        .whereLayer("migrate")
        .mayNotAccessAnyLayer()
        .whereLayer("units")
        .mayNotAccessAnyLayer()
        .whereLayer("daemon")
        .mayOnlyAccessLayers("protocol", "migrate", "units")
        .whereLayer("cli")
        .mayOnlyAccessLayers("protocol", "migrate", "units")
        .whereLayer("feed")
        .mayOnlyAccessLayers("protocol", "daemon")
        .withOptionalLayers(true)
        .check(OURS);
  }

  @Test
  void migrate_arrows_pointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("root")
        .definedBy("dev.voltad.migrate")
        .layer("journal")
        .definedBy("dev.voltad.migrate.journal..")
        .layer("plan")
        .definedBy("dev.voltad.migrate.plan..")
        .layer("fs")
        .definedBy("dev.voltad.migrate.fs..")
        .layer("layout")
        .definedBy("dev.voltad.migrate.layout..")
        .layer("install")
        .definedBy("dev.voltad.migrate.install..")
        .whereLayer("install")
        .mayOnlyAccessLayers("fs", "layout")
        .whereLayer("layout")
        .mayNotAccessAnyLayer()
        .whereLayer("fs")
        .mayOnlyAccessLayers("layout")
        .whereLayer("plan")
        .mayOnlyAccessLayers("layout")
        .whereLayer("journal")
        .mayOnlyAccessLayers("plan", "layout", "fs")
        .check(OURS);
  }

  @Test
  void daemon_arrows_pointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("root")
        .definedBy("dev.voltad.daemon")
        .layer("server")
        .definedBy("dev.voltad.daemon.server..")
        .layer("watch")
        .definedBy("dev.voltad.daemon.watch..")
        .layer("job")
        .definedBy("dev.voltad.daemon.job..")
        .layer("os")
        .definedBy("dev.voltad.daemon.os..")
        .layer("policy")
        .definedBy("dev.voltad.daemon.policy..")
        .layer("trust")
        .definedBy("dev.voltad.daemon.trust..")
        .layer("update")
        .definedBy("dev.voltad.daemon.update..")
        .whereLayer("update")
        .mayOnlyAccessLayers("job", "policy", "trust")
        .whereLayer("root")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("server")
        .mayOnlyAccessLayers("job")
        .whereLayer("watch")
        .mayOnlyAccessLayers("job")
        .whereLayer("job")
        .mayNotAccessAnyLayer()
        .whereLayer("os")
        .mayNotAccessAnyLayer()
        .whereLayer("policy")
        .mayNotAccessAnyLayer()
        .whereLayer("trust")
        .mayNotAccessAnyLayer()
        .check(OURS);
  }

  @Test
  void policy_isAFunctionOfValues() {
    classes()
        .that()
        .resideInAPackage("dev.voltad.daemon.policy..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "dev.voltad.daemon.policy..",
                    "dev.voltad.protocol",
                    "java.lang..",
                    "java.nio",
                    "java.nio.charset",
                    "java.security",
                    "java.time..",
                    "java.util..")
                .as("are no disk, no network and no library"))
        .check(OURS);
    noClasses()
        .that()
        .resideInAPackage("dev.voltad.daemon.policy..")
        .should()
        .callMethodWhere(
            JavaCall.Predicates.target(nameMatching("now|instant|currentTimeMillis|nanoTime"))
                .and(
                    JavaCall.Predicates.target(
                        HasOwner.Predicates.With.owner(resideInAnyPackage("java..")))))
        .orShould(
            dependOnClassesThat(
                nameMatching(
                    "java\\.util\\.(Random|SplittableRandom)|java\\.security\\.SecureRandom")))
        .because("a decision can be had again from what it was made of")
        .check(OURS);
  }

  @Test
  void trust_needsNothingButJavaAndTheStreamingParser() {
    classes()
        .that()
        .resideInAPackage("dev.voltad.daemon.trust..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("dev.voltad.daemon.trust..", "java..", "javax.net..")
                .and(DescribedPredicate.not(resideInAnyPackage("java.net.http..")))
                .or(resideInAnyPackage("tools.jackson.core..")))
        .because("what decides whom to trust is small enough to be read")
        .check(OURS);
  }

  @Test
  void feed_ofTheDaemon_onlyWhatJudgesFeeds() {
    noClasses()
        .that()
        .resideInAPackage("dev.voltad.feed..")
        .should(
            dependOnClassesThat(
                resideInAnyPackage("dev.voltad.daemon..")
                    .and(
                        DescribedPredicate.not(
                            resideInAnyPackage(
                                "dev.voltad.daemon.policy..", "dev.voltad.daemon.trust..")))))
        .because("a publisher is no daemon")
        .check(OURS);
  }

  @Test
  void packages_cycles_none() {
    SlicesRuleDefinition.slices().matching("dev.voltad.(**)").should().beFreeOfCycles().check(OURS);
  }

  @Test
  void netty_staysInServer() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.voltad.daemon.server..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .because("a network library is a detail of the socket")
        .check(OURS);
  }

  @Test
  void jackson_staysWithOwnersOfFormats() {
    DescribedPredicate<JavaClass> owners =
        resideInAnyPackage("dev.voltad.protocol..")
            .or(nameMatching("dev\\.voltad\\.daemon\\.trust\\.JsonText.*"))
            .or(nameMatching("dev\\.voltad\\.cli\\.JsonFault"))
            .or(
                nameMatching(
                    "dev\\.voltad\\.migrate\\.(MigrateJson|HistoryJson|journal\\.PlanJson|install\\.Adopted).*"))
            .or(
                nameMatching(
                    "dev\\.voltad\\.migrate\\.plan\\.(JsonText|Records|BinConfig|DefaultPlatform"
                        + "|PackageConfig|PackageManifest|ToolPlatform).*"));
    classes()
        .that(DescribedPredicate.not(owners).as("own no file format"))
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.not(resideInAnyPackage("tools.jackson..", "com.fasterxml..")))
        .check(OURS);
  }

  @Test
  void jna_staysAtTheSystemCalls() {
    // Its error type may travel inside the package: it carries errno.
    DescribedPredicate<JavaClass> calls =
        resideInAnyPackage("com.sun.jna..")
            .and(DescribedPredicate.not(name("com.sun.jna.LastErrorException")));
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.voltad.daemon.os..")
        .and(DescribedPredicate.not(nameMatching("dev\\.voltad\\.migrate\\.fs\\.Libc.*")))
        .should(dependOnClassesThat(calls))
        .check(OURS);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.voltad.daemon.os..", "dev.voltad.migrate.fs..")
        .should(dependOnClassesThat(resideInAnyPackage("com.sun.jna..")))
        .check(OURS);
  }

  @Test
  void standardStreams_onlyProgramsWriteToThem() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.voltad.protocol..",
            "dev.voltad.units..",
            "dev.voltad.migrate.fs..",
            "dev.voltad.migrate.plan..",
            "dev.voltad.migrate.layout..",
            "dev.voltad.migrate.journal..",
            "dev.voltad.daemon.server..",
            "dev.voltad.daemon.job..",
            "dev.voltad.daemon.policy..",
            "dev.voltad.daemon.watch..",
            "dev.voltad.daemon.trust..")
        .and()
        .doNotHaveFullyQualifiedName("dev.voltad.daemon.trust.TufClient")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(OURS);
  }
}
