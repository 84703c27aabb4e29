package io.latebind.server;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Predicate;

/** Constructors, and static methods that return the class itself, are called by these classes and by the class itself only. */
final class MadeBy extends ArchCondition<JavaClass> {
    private final Predicate<JavaClass> makers;

    MadeBy(Predicate<JavaClass> makers) {
        super("be made where everything is wired");
        this.makers = makers;
    }

    @Override
    public void check(JavaClass made, ConditionEvents events) {
        for (JavaCodeUnit unit : made.getCodeUnits()) {
            if (makes(unit, made)) {
                for (JavaAccess<?> access : unit.getAccessesToSelf()) {
                    JavaClass caller = access.getOriginOwner();
                    if (!makers.test(caller) && !within(caller, made)) {
                        events.add(SimpleConditionEvent.violated(access, access.getDescription()));
                    }
                }
            }
        }
    }

    private static boolean makes(JavaCodeUnit unit, JavaClass made) {
        return unit.isConstructor()
                || (unit.getModifiers().contains(JavaModifier.STATIC)
                        && unit.getRawReturnType().equals(made));
    }

    private static boolean within(JavaClass caller, JavaClass made) {
        return caller.equals(made)
                || caller.getEnclosingClass().map(outer -> within(outer, made)).orElse(false);
    }
}
