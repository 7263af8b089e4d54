package org.devmap.runtime.translation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MutableCallSite;

/**
 * What compilers may expect of a condition that nearly always holds where it matters. Compilers leave out of a loop
 * what was never seen to happen, and the rest of the loop gets as fast as if it could not happen. But what they see of
 * a method is counted over all its callers and never forgotten: a single mapping that is guarded would slow the loops
 * over all others down, for ever. The JDK's {@link MethodHandles#guardWithTest} has a count of its own instead, and
 * that can be forgotten by making a new one.
 *
 * @param site holds what counts now; code that was compiled with another one is given up
 * @param counted calls what the site holds
 */
record Expectation(MutableCallSite site, MethodHandle counted) {

    private static final long LONGEST_PAUSE = 10_000_000_000L;
    private static long pause = 5_000_000;
    private static long last = System.nanoTime() - pause;

    /** Who is compiled with it: a record in a static final field is a constant. */
    static Expectation unknown() {
        MutableCallSite site = new MutableCallSite(uncounted());
        return new Expectation(site, site.dynamicInvoker());
    }

    private static MethodHandle uncounted() {
        return MethodHandles.guardWithTest(MethodHandles.identity(boolean.class), always(true), always(false));
    }

    private static MethodHandle always(boolean answer) {
        return MethodHandles.dropArguments(MethodHandles.constant(boolean.class, answer), 0, boolean.class);
    }

    /** The condition, counted. */
    boolean isMet(boolean condition) {
        try {
            return (boolean) counted.invokeExact(condition);
        } catch (Throwable e) {
            throw new AssertionError("a method handle of constants cannot fail", e);
        }
    }

    /**
     * Forgets what was counted, unless that was done a short while ago: everything compiled with it is compiled anew.
     * The while gets longer each time, up to some seconds.
     */
    static synchronized void forget(Expectation... expectations) {
        if (System.nanoTime() - last < pause) {
            return;
        }
        for (Expectation expectation : expectations) {
            expectation.site.setTarget(uncounted());
        }
        last = System.nanoTime();
        pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
}
