package org.openhtc.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A {@link ServiceTest} whose jobs run on the engine of {@link TestEngine}. The class is skipped
 * where no engine responds.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ServiceTest
@ExtendWith(RequiredEngine.class)
public @interface Scenario {}
