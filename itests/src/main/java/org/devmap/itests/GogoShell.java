package org.devmap.itests;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;

/** A session of the shell without a terminal. */
final class GogoShell implements AutoCloseable {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final CommandSession session;

    /** Opens one when the commands are there: components may be registered on other threads than the one that starts a bundle. */
    GogoShell(CommandProcessor processor, BundleContext context, String... commands) {
        for (String command : commands) {
            DevmapBundles.await("the command " + command, () -> isOffered(context, command));
        }
        session = processor.createSession(InputStream.nullInputStream(), printed, printed);
    }

    private static boolean isOffered(BundleContext context, String command) {
        try {
            return context.getAllServiceReferences(null, "(osgi.command.function=" + command + ")") != null;
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** What a line prints and answers, or what it fails with. */
    String run(String line) {
        printed.reset();
        String answer;
        try {
            Object result = session.execute(line);
            answer = result == null ? "" : result.toString();
        } catch (Exception failure) {
            answer = failure.toString();
        }
        return printed.toString(StandardCharsets.UTF_8) + answer;
    }

    @Override
    public void close() {
        session.close();
    }
}
