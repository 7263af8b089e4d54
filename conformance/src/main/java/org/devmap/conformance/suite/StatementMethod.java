package org.devmap.conformance.suite;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;

/**
 * The method that tests a statement. Called by the suite itself, which needs no JUnit.
 *
 * @param statement what it tests
 * @param method the method that does
 */
public record StatementMethod(StatementText statement, Method method) {

    /** Refuses a method that is no test. */
    public StatementMethod {
        if (!Modifier.isPublic(method.getModifiers()) || method.getReturnType() != void.class
                || !Arrays.equals(method.getParameterTypes(), new Class<?>[] {Bench.class})) {
            throw new IllegalArgumentException("%s must be public void and take a Bench".formatted(method));
        }
    }

    /**
     * Where the test stands.
     *
     * @return class and method
     */
    public String name() {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    /**
     * Why the project does something else than the statement says.
     *
     * @return the reason; empty if it does not
     */
    public String deviates() {
        return method.getAnnotation(Statement.class).deviates();
    }

    /**
     * Runs the test on the calling thread.
     *
     * @param bench a fresh one
     * @throws Throwable what the test threw
     */
    public void run(Bench bench) throws Throwable {
        try {
            method.invoke(method.getDeclaringClass().getConstructor().newInstance(), bench);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
