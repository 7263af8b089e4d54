package org.devmap.conformance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the one method that tests a statement of docs/semantics.md. The method is public, takes a
 * {@link org.devmap.conformance.bench.Bench}, and is named as the sentence it proves.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Statement {

    /**
     * The number of the statement.
     *
     * @return 37 for S-037
     */
    int value();

    /**
     * Why the project does something else than the statement says. The test then proves what it does instead.
     *
     * @return the reason in a sentence; empty if the statement holds as written
     */
    String deviates() default "";
}
