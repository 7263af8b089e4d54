package org.devmap.itests.vm;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes results in the XML that build servers read, one file per test class, and to the console at once: who waits for
 * the machine sees that it is alive, and what takes long.
 * Every case carries the name it shows, so that a statement is found by its number.
 */
final class XmlReport implements TestExecutionListener {

    private enum End { PASSED, FAILED, SKIPPED }

    private record Case(String name, End end, String reason, String details, double seconds) { }

    private final Path directory;
    private final PrintStream console;
    private final Map<String, List<Case>> cases = new LinkedHashMap<>();
    private final Map<String, Long> started = new ConcurrentHashMap<>();
    private TestPlan plan;

    /** Reports go to a directory, one when its class has ended: a JVM that crashes later takes none away. */
    XmlReport(Path directory, PrintStream console) {
        this.directory = directory;
        this.console = console;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan newPlan) {
        plan = newPlan;
    }

    @Override
    public void executionStarted(TestIdentifier identifier) {
        started.put(identifier.getUniqueId(), System.nanoTime());
        classOf(identifier).filter(_ -> identifier.isContainer() && isClass(identifier))
                .ifPresent(name -> console.println("vm: " + name));
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier identifier, String reason) {
        add(identifier, End.SKIPPED, reason, "");
    }

    /** A container counts only if it failed: what its methods for all tests throw belongs to no test. */
    @Override
    public synchronized void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        Optional<Throwable> failure = result.getThrowable();
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (identifier.isTest()) {
                    add(identifier, End.PASSED, "", "");
                }
            }
            case ABORTED -> add(identifier, End.SKIPPED, failure.map(Throwable::getMessage).orElse(""), "");
            case FAILED -> add(identifier, End.FAILED, failure.map(Throwable::toString).orElse("failed"),
                    failure.map(XmlReport::stackTrace).orElse(""));
        }
        if (isClass(identifier)) {
            classOf(identifier).filter(cases::containsKey).ifPresent(this::write);
        }
    }

    private void add(TestIdentifier identifier, End end, String reason, String details) {
        double seconds = (System.nanoTime() - started.getOrDefault(identifier.getUniqueId(), System.nanoTime())) / 1e9;
        String name = identifier.getDisplayName();
        cases.computeIfAbsent(classOf(identifier).orElse("?"), _ -> new ArrayList<>())
                .add(new Case(name, end, reason, details, seconds));
        if (end == End.PASSED) {
            console.printf("vm: %7.1f s  %s%n", seconds, name);
        } else {
            console.printf("vm: %s %s: %s%n%s", end, name, reason, details);
        }
    }

    boolean allPassed() {
        return !cases.isEmpty() && cases.values().stream().flatMap(List::stream)
                .noneMatch(each -> each.end() == End.FAILED);
    }

    /** Buffered, because writers of XML hand on single bytes, and each would be a call of the host. */
    private void write(String suite) {
        Path path = directory.resolve("TEST-" + suite + ".xml");
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(path))) {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(file, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            writeSuite(xml, suite, cases.get(suite));
            xml.writeEndDocument();
            xml.close();
        } catch (IOException | XMLStreamException broken) {
            throw new IllegalStateException("cannot write the report of " + suite, broken);
        }
    }

    private static void writeSuite(XMLStreamWriter xml, String name, List<Case> suite) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", name);
        xml.writeAttribute("tests", String.valueOf(suite.size()));
        xml.writeAttribute("failures", String.valueOf(suite.stream().filter(each -> each.end() == End.FAILED).count()));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", String.valueOf(suite.stream().filter(each -> each.end() == End.SKIPPED).count()));
        xml.writeAttribute("time", "%.3f".formatted(suite.stream().mapToDouble(Case::seconds).sum()));
        for (Case each : suite) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", name);
            xml.writeAttribute("name", each.name());
            xml.writeAttribute("time", "%.3f".formatted(each.seconds()));
            if (each.end() != End.PASSED) {
                xml.writeStartElement(each.end() == End.FAILED ? "failure" : "skipped");
                xml.writeAttribute("message", printable(each.reason()));
                xml.writeCharacters(printable(each.details()));
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** XML cannot hold every character, not even escaped. */
    private static String printable(String text) {
        return text == null ? "" : text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD]", "?");
    }

    private Optional<String> classOf(TestIdentifier identifier) {
        Optional<TestIdentifier> here = Optional.of(identifier);
        while (here.isPresent() && !isClass(here.get())) {
            here = plan.getParent(here.get());
        }
        return here.flatMap(TestIdentifier::getSource).map(source -> ((ClassSource) source).getClassName());
    }

    private static boolean isClass(TestIdentifier identifier) {
        return identifier.getSource().filter(ClassSource.class::isInstance).isPresent();
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
