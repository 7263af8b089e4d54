package org.devmap.backend.uio;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what the backend logs while it is open. */
final class LogLines extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger(SaidOnce.LOGGER);
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private LogLines() {
    }

    static LogLines open() {
        LogLines log = new LogLines();
        log.logger.addHandler(log);
        log.logger.setUseParentHandlers(false);
        return log;
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord message) {
        if (message.getLevel().intValue() >= Level.INFO.intValue()) {
            lines.add(message.getMessage());
        }
    }

    @Override
    public void flush() {
        lines.size();
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
