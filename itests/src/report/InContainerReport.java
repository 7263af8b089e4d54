import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Prints how many tests ran inside each OSGi framework, and fails if in one of them none did.
 *
 * <p>Arguments: the directory of the reports, then the names of the runs, each a directory below it.
 */
void main(String[] arguments) throws Exception {
    Path reports = Path.of(arguments[0]);
    for (int i = 1; i < arguments.length; i++) {
        String run = arguments[i];
        Count count = Count.of(reports.resolve(run));
        IO.println("[INFO] Tests run: %d, Failures: %d, Errors: %d, Skipped: %d -- in the OSGi framework %s"
                .formatted(count.tests, count.failures, count.errors, count.skipped, run));
        if (count.tests - count.skipped <= 0) {
            System.err.println("[ERROR] no in-container test ran in " + run + ": look at Test-Cases in itests/bnd.bnd");
            System.exit(1);
        }
    }
}

record Count(int tests, int failures, int errors, int skipped) {

    static Count of(Path directory) throws Exception {
        Count sum = new Count(0, 0, 0, 0);
        if (!Files.isDirectory(directory)) {
            return sum;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "TEST-*.xml")) {
            for (Path file : files) {
                Document report = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
                Element suite = report.getDocumentElement();
                sum = new Count(sum.tests + number(suite, "tests"), sum.failures + number(suite, "failures"),
                        sum.errors + number(suite, "errors"), sum.skipped + number(suite, "skipped"));
            }
        }
        return sum;
    }

    private static int number(Element suite, String attribute) {
        return suite.hasAttribute(attribute) ? Integer.parseInt(suite.getAttribute(attribute)) : 0;
    }
}
