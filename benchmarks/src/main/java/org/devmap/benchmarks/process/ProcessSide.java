package org.devmap.benchmarks.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.devmap.benchmarks.measure.Side;

/**
 * A side in a process of its own: a C program, or a Java machine with other options. It reads a line with the
 * nanoseconds to work for and answers a line with the sample, until its input ends. What it says on standard error goes
 * to ours.
 */
public final class ProcessSide implements Side {

    private static final long PATIENCE_SECONDS = 5;

    private final List<String> command;
    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    private ProcessSide(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        requests = process.outputWriter();
        answers = process.inputReader();
    }

    /**
     * Starts a process.
     *
     * @param command the program and its arguments
     * @return the side
     * @throws IOException if it cannot be started
     */
    public static ProcessSide start(List<String> command) throws IOException {
        return new ProcessSide(command,
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    @Override
    public double measure(long nanos) throws IOException {
        requests.write(Long.toString(nanos));
        requests.newLine();
        requests.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(String.join(" ", command) + " ended without an answer");
        }
        try {
            return Double.parseDouble(answer);
        } catch (NumberFormatException e) {
            throw new IOException(String.join(" ", command) + " answered '" + answer + "', which is no number", e);
        }
    }

    @Override
    public void close() throws IOException {
        requests.close();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
