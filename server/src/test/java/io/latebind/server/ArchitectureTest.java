package io.latebind.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Which package may know which (docs/architecture.md). */
class ArchitectureTest {
    private static final String ROOT = "io.latebind.server";

    /** A feature knows those to its right, never one to its left. Features that do not exist yet keep their place. */
    static final List<String> FEATURES =
            List.of("rollout", "provisioning", "certificate", "device", "identity", "access", "event", "audit");

    /** Shared technology knows kernel and contract, and no feature. */
    static final List<String> TECHNOLOGY = List.of(
            "http", "coap", "cryptography", "postgres", "job", "metrics", "config", "datadir", "secrecy", "tls");

    static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void looksAtTheWholeServer() {
        assertThat(SERVER.size()).isGreaterThan(200);
        assertThat(SERVER.contain(ROOT + ".provisioning.FetchRules")).isTrue();
    }

    @Test
    void knowsThePlaceOfEachPackage() {
        Set<String> known = new TreeSet<>(FEATURES);
        known.addAll(TECHNOLOGY);
        known.add("kernel");
        Set<String> found = new TreeSet<>();
        for (JavaClass each : SERVER) {
            if (!each.getPackageName().equals(ROOT)) {
                found.add(each.getPackageName().substring(ROOT.length() + 1).split("\\.", 2)[0]);
            }
        }
        assertThat(known).as("name a new package in FEATURES or TECHNOLOGY").containsAll(found);
    }

    @ParameterizedTest
    @FieldSource("FEATURES")
    void letsAFeatureKnowOnlyFeaturesBehindIt(String feature) {
        noClasses()
                .that()
                .resideInAPackage(in(feature))
                .should()
                .dependOnClassesThat(resideInAnyPackage(FEATURES.subList(0, FEATURES.indexOf(feature)).stream()
                        .map(ArchitectureTest::in)
                        .toArray(String[]::new)))
                .because("features are built on one another in one order: " + FEATURES)
                .allowEmptyShould(true)
                .check(SERVER);
    }

    @ParameterizedTest
    @FieldSource("TECHNOLOGY")
    void letsTechnologyKnowNoFeature(String technology) {
        noClasses()
                .that()
                .resideInAPackage(in(technology))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        FEATURES.stream().map(ArchitectureTest::in).toArray(String[]::new)))
                .because("what all features share cannot be built on one of them")
                .allowEmptyShould(true)
                .check(SERVER);
    }

    @Test
    void letsTheKernelKnowNothingOfTheServer() {
        noClasses()
                .that()
                .resideInAPackage(in("kernel"))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + "..").and(DescribedPredicate.not(resideInAPackage(in("kernel")))))
                .check(SERVER);
    }

    @Test
    void letsNothingKnowTheRoot() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .because("the root wires the others together")
                .check(SERVER);
    }

    @Test
    void hasNoCyclesBetweenPackages() {
        slices().matching("io.latebind.(**)").should().beFreeOfCycles().check(SERVER);
    }

    /** The heart of a feature is written in the words of the domain: SQL, HTTP and its own rooms are outside of it. */
    @ParameterizedTest
    @FieldSource("FEATURES")
    void keepsTechnologyOutOfTheHeartOfAFeature(String feature) {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "." + feature, ROOT + "." + feature + ".rule")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                ROOT + "..store", ROOT + "..api", ROOT + "..link", in("http"), in("coap"))
                        .or(resideInAnyPackage(in("postgres"), "java.sql..", "javax.sql..", "io.vertx..", "io.netty.."))
                        // the one interface that access implements for the edge
                        .and(DescribedPredicate.not(type(io.latebind.server.http.Authenticator.class))))
                .allowEmptyShould(true)
                .check(SERVER);
    }

    @Test
    void keepsVertxAndNettyInsideHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("http"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(SERVER);
    }

    @Test
    void keepsSqlInStoresAndPostgres() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "..store", in("postgres"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "com.zaxxer..", "org.flywaydb..")
                .check(SERVER);
    }

    /** Adapters are where the program meets the outside; who makes one decides about the whole. */
    private static final DescribedPredicate<JavaClass> ADAPTER = describe(
            "adapters",
            each -> each.getSimpleName().matches("Pg\\w+Store|Http\\w*Link|Coap\\w*Link|\\w+Routes")
                    || Set.of("HttpListener", "Database", "EmbeddedPostgres", "DataDirectory", "DeviceCertificates")
                            .contains(each.getSimpleName()));

    @Test
    void constructsAdaptersInWiringAlone() {
        assertThat(SERVER.that(ADAPTER)).hasSizeGreaterThan(8);
        classes()
                .that(ADAPTER)
                .should(new MadeBy(each -> each.getPackageName().equals(ROOT)))
                .check(SERVER);
    }

    private static String in(String name) {
        return ROOT + "." + name + "..";
    }
}
