import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Prints how many tests ran inside each OSGi framework, and each one that failed with its reason. Fails if one did,
 * or if in a framework none ran.
 *
 * <p>Arguments: the directory of the reports, then the names of the runs, each a directory below it.
 */
void main(String[] arguments) throws Exception {
    Path reports = Path.of(arguments[0]);
    boolean right = true;
    for (int i = 1; i < arguments.length; i++) {
        right &= Run.read(reports, arguments[i]).tell();
    }
    if (!right) {
        System.exit(1);
    }
}

/** What the tests in one framework came to. */
record Run(String name, int tests, int skipped, List<Failure> failures) {

    static Run read(Path reports, String name) throws Exception {
        int tests = 0;
        int skipped = 0;
        List<Failure> failures = new ArrayList<>();
        for (Path file : files(reports.resolve(name))) {
            Element suite = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile())
                    .getDocumentElement();
            tests += number(suite, "tests");
            skipped += number(suite, "skipped");
            for (Element test : children(suite, Set.of("testcase"))) {
                children(test, Set.of("failure", "error")).forEach(why -> failures.add(Failure.of(test, why)));
            }
        }
        return new Run(name, tests, skipped, failures);
    }

    private static List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "TEST-*.xml")) {
                found.forEach(files::add);
            }
        }
        return files;
    }

    private static List<Element> children(Element parent, Set<String> names) {
        List<Element> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && names.contains(element.getTagName())) {
                children.add(element);
            }
        }
        return children;
    }

    private static int number(Element suite, String attribute) {
        return suite.hasAttribute(attribute) ? Integer.parseInt(suite.getAttribute(attribute)) : 0;
    }

    /** Answers whether all is well. */
    boolean tell() {
        IO.println("[INFO] Tests run: %d, Failures: %d, Skipped: %d -- in the OSGi framework %s"
                .formatted(tests, failures.size(), skipped, name));
        failures.forEach(failure -> IO.println(failure.text(name)));
        if (tests - skipped <= 0) {
            IO.println(("[ERROR] no in-container test ran to its end in %s: its Java machine ended before, or "
                    + "Test-Cases in itests/bnd.bnd finds none").formatted(name));
        }
        return failures.isEmpty() && tests > skipped;
    }
}

record Failure(String test, String trace) {

    /** The tester writes the message into the trace as well, there with its line breaks. */
    static Failure of(Element test, Element why) {
        String trace = why.getTextContent().strip();
        return new Failure(test.getAttribute("classname") + "." + test.getAttribute("name"),
                trace.isEmpty() ? why.getAttribute("type") + ": " + why.getAttribute("message") : trace);
    }

    /** The message and where it was thrown; not how the tester got there. */
    String text(String run) {
        StringBuilder text = new StringBuilder("[ERROR] in ").append(run).append(": ").append(test);
        for (String line : trace.lines().toList()) {
            boolean frame = line.startsWith("\tat ") || line.startsWith("\t... ");
            if (!frame || line.contains(" org.devmap.") || line.contains("/org.devmap.")) {
                text.append("\n[ERROR]     ").append(line.strip());
            }
        }
        return text.toString();
    }
}
