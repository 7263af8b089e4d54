package org.devmap.dist.testbundle;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Registers commands as a bundle of the distribution would, and a Gogo command. */
public final class Activator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        command(context, "count", arguments -> arguments.size());
        command(context, "broken", arguments -> {
            throw new IllegalStateException("no picture", new IllegalArgumentException("width 0"));
        });
        command(context, "silent", arguments -> null);
        command(context, "prepare", arguments -> -1);
        command(context, "property", arguments -> {
            System.setProperty(arguments.get(0), String.valueOf(context.getProperty(arguments.get(1))));
            return 0;
        });
        context.registerService(Object.class, this, properties(Map.of(
                "osgi.command.scope", "test", "osgi.command.function", new String[] {"twice", "refuse"})));
    }

    @Override
    public void stop(BundleContext context) {
        System.setProperty("org.devmap.dist.test.stopped", "in order");
    }

    /** A Gogo command. */
    public String twice(String text) {
        return text + text;
    }

    /** A Gogo command. */
    public void refuse() {
        throw new IllegalArgumentException("not today");
    }

    private static void command(BundleContext context, String name, Function<List<String>, Integer> function) {
        context.registerService(Function.class, function, properties(Map.of(
                "devmap.command", name,
                "devmap.command.summary", "Does " + name,
                "devmap.command.usage", "usage: devmap " + name + " THING",
                "devmap.command.example", "devmap " + name + " thing")));
    }

    private static Dictionary<String, Object> properties(Map<String, Object> values) {
        return new Hashtable<>(values);
    }
}
