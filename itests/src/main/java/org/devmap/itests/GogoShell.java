package org.devmap.itests;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;

/** A session of the shell without a terminal. */
final class GogoShell implements AutoCloseable {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final CommandSession session;

    GogoShell(CommandProcessor processor) {
        session = processor.createSession(InputStream.nullInputStream(), printed, printed);
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
