package org.devmap.benchmarks.row;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/**
 * sun.misc.Unsafe, by constant method handles: they are compiled to the same code, and naming the class is a compiler
 * warning.
 */
final class UnsafeAccess {

    private static final MethodHandle GET;
    private static final MethodHandle PUT;

    static {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field only = type.getDeclaredField("theUnsafe");
            only.setAccessible(true);
            Object unsafe = only.get(null);
            GET = MethodHandles.lookup().findVirtual(type, "getInt", MethodType.methodType(int.class, long.class))
                    .bindTo(unsafe);
            PUT = MethodHandles.lookup()
                    .findVirtual(type, "putInt", MethodType.methodType(void.class, long.class, int.class))
                    .bindTo(unsafe);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private UnsafeAccess() {
    }

    static int getInt(long address) {
        try {
            return (int) GET.invokeExact(address);
        } catch (Throwable e) {
            throw new IllegalStateException("Unsafe.getInt failed", e);
        }
    }

    static void putInt(long address, int value) {
        try {
            PUT.invokeExact(address, value);
        } catch (Throwable e) {
            throw new IllegalStateException("Unsafe.putInt failed", e);
        }
    }
}
