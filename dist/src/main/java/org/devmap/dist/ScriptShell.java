package org.devmap.dist;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Runs lines as Gogo commands, one after the other, without prompt and terminal. A line that fails is reported with its
 * number, the next one still runs.
 *
 * <p>Gogo is reached by reflection: its interfaces live in a bundle, where the bundles that offer commands see them, and must
 * not exist a second time on the launcher's class path.
 */
final class ScriptShell {

    private static final String PROCESSOR = "org.apache.felix.service.command.CommandProcessor";
    private static final String SESSION = "org.apache.felix.service.command.CommandSession";
    private static final String NO_COMMAND = "org.apache.felix.gogo.runtime.CommandNotFoundException";
    /** {@code Converter.INSPECT}: the many-line form in which the interactive shell shows a result. */
    private static final int INSPECT = 0;

    private final PrintStream out;
    private final PrintStream err;
    private final Object session;
    private final Method execute;
    private final Method format;

    private ScriptShell(Object session, Class<?> type, PrintStream out, PrintStream err) throws NoSuchMethodException {
        this.session = session;
        this.execute = type.getMethod("execute", CharSequence.class);
        this.format = type.getMethod("format", Object.class, int.class);
        this.out = out;
        this.err = err;
    }

    static ScriptShell of(BundleContext context, PrintStream out, PrintStream err) throws StartException {
        ServiceReference<?> processor = processorIn(context);
        Bundle gogo = processor.getBundle();
        try {
            Method createSession = gogo.loadClass(PROCESSOR)
                    .getMethod("createSession", InputStream.class, OutputStream.class, OutputStream.class);
            Object session = createSession.invoke(context.getService(processor), InputStream.nullInputStream(), out, err);
            return new ScriptShell(session, gogo.loadClass(SESSION), out, err);
        } catch (ReflectiveOperationException e) {
            throw new StartException("cannot open a Gogo session: " + e, e);
        }
    }

    /** Asks for all references: the ordinary query compares classes, and the launcher has none to compare with. */
    private static ServiceReference<?> processorIn(BundleContext context) throws StartException {
        try {
            ServiceReference<?>[] references = context.getAllServiceReferences(PROCESSOR, null);
            if (references == null) {
                throw new StartException("no installed bundle offers " + PROCESSOR + "; gogo.runtime does", null);
            }
            return references[0];
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter is well-formed", e);
        }
    }

    /** Runs the lines up to the end or to {@code exit}; answers 0, or 1 if a line failed. */
    int run(InputStream script) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(script));
        int status = 0;
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String command = line.strip();
            if (command.equals("exit") || command.equals("quit")) {
                break;
            }
            if (!command.isEmpty() && !command.startsWith("#") && !runs(command, number)) {
                status = 1;
            }
        }
        return status;
    }

    private boolean runs(String command, int number) {
        try {
            Object result = execute.invoke(session, command);
            if (result != null) {
                out.println(format.invoke(session, result, INSPECT));
            }
            return true;
        } catch (InvocationTargetException e) {
            Throwable reason = e.getCause();
            err.println("devmap: line " + number + ": " + command + ": "
                    + (reason.getMessage() == null ? reason.toString() : reason.getMessage())
                    + (reason.getClass().getName().equals(NO_COMMAND) ? "; 'help' lists those there are" : ""));
            return false;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the methods of a public interface are accessible", e);
        } finally {
            out.flush();
        }
    }
}
