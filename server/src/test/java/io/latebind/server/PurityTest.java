package io.latebind.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Time, randomness and the outside world come in through constructors, and not at all into rules. */
class PurityTest {
    private static final JavaClasses SERVER = ArchitectureTest.SERVER;

    private static final Set<String> SOURCES_OF_RANDOMNESS = Set.of(
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.security.SecureRandom",
            "java.util.concurrent.ThreadLocalRandom",
            "com.github.f4b6a3.uuid.UuidCreator");

    private static final DescribedPredicate<JavaClass> RULES = describe("rules", PurityTest::isOfRules);

    private static final DescribedPredicate<JavaAccess<?>> CLOCK_OR_DICE =
            describe("reads a clock or throws dice", access -> isClockOrDice(access.getTarget()));

    @Test
    void hasNoClockAndNoDiceOutsideWiring() {
        noClasses()
                .that(describe(
                        "are not Wiring", each -> !Set.of("Wiring", "SystemIds").contains(each.getSimpleName())))
                .should()
                .accessTargetWhere(CLOCK_OR_DICE)
                .because("tests give time and ids to everything: take an InstantSource or IdSource in the constructor")
                .check(SERVER);
    }

    @Test
    void keepsRulesPure() {
        assertThat(SERVER.that(RULES)).hasSizeGreaterThan(8);
        noClasses()
                .that(RULES)
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "java.io..", "java.nio.file..", "org.slf4j..")
                        .or(resideInAnyPackage("java.util.concurrent..", "java.lang.reflect..", "java.net.http.."))
                        .or(simpleNameEndingWith("Store"))
                        .or(assignableTo(InstantSource.class))
                        .or(assignableTo(IdSource.class))
                        .or(assignableTo(Transactor.class))
                        .or(assignableTo(Tx.class)))
                .because("a rule is a function of its arguments")
                .check(SERVER);
    }

    /** {@code ReportRules} makes one object for each report, which nobody else sees, to keep count while it goes through it. */
    private static final Set<String> WITH_FIELDS_OF_ONE_CALL = Set.of("ReportRules");

    @Test
    void letsRulesHaveNoFieldsButConstants() {
        fields().that()
                .areDeclaredInClassesThat(describe(
                        "rules, not their records",
                        each -> each.getSimpleName().endsWith("Rules")
                                && !WITH_FIELDS_OF_ONE_CALL.contains(each.getSimpleName())))
                .should()
                .beStatic()
                .andShould()
                .beFinal()
                .check(SERVER);
    }

    @Test
    void hasNoStaticStateThatChanges() {
        fields().that().areStatic().should().beFinal().check(SERVER);
    }

    private static boolean isOfRules(JavaClass each) {
        return each.getSimpleName().endsWith("Rules")
                || each.getEnclosingClass().map(PurityTest::isOfRules).orElse(false);
    }

    private static boolean isClockOrDice(AccessTarget target) {
        String owner = target.getOwner().getName();
        String name = target.getName();
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.lang.Math" -> name.equals("random");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.util.Date" -> name.equals("<init>");
            case "java.time.Clock", "java.time.InstantSource" -> name.startsWith("system") || name.startsWith("tick");
            default -> SOURCES_OF_RANDOMNESS.contains(owner) || (owner.startsWith("java.time.") && name.equals("now"));
        };
    }
}
