import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The host's part of the test, when the guest is off: checks what the guest claims to have left in the memory of its
 * devices, adds that to the reports, compares the number of passed tests with the expected one, and prints the sum.
 *
 * <p>Arguments: what host and guest share, and the file of expected numbers. Ends with 1 if anything is not as it
 * should be.
 */
void main(String[] arguments) throws Exception {
    Path exchange = Path.of(arguments[0]);
    Path reports = exchange.resolve("reports");
    Files.write(reports.resolve("TEST-host.xml"), checkClaims(exchange).lines());
    Map<String, Suite> suites = readAll(reports);
    Map<String, Integer> expected = expectedIn(Path.of(arguments[1]));
    List<String> problems = new ArrayList<>();
    suites.values().forEach(suite -> problems.addAll(suite.problems()));
    expected.forEach((name, passed) -> {
        int came = suites.containsKey(name) ? suites.get(name).passed() : 0;
        if (came != passed) {
            problems.add("%s: %d passed, expected %d; if that is right, change itests/vm/expected"
                    .formatted(name, came, passed));
        }
    });
    suites.keySet().stream().filter(name -> !expected.containsKey(name))
            .forEach(name -> problems.add(name + ": not in itests/vm/expected"));
    suites.forEach((name, suite) -> IO.println("vm: %5d passed in %7.1f s  %s"
            .formatted(suite.passed(), suite.seconds(), name)));
    problems.forEach(problem -> IO.println("vm: FAILED " + problem));
    IO.println("%d passed, %d failed".formatted(
            suites.values().stream().mapToInt(Suite::passed).sum(), problems.size()));
    System.exit(problems.isEmpty() ? 0 : 1);
}

/**
 * One report: what passed, and a line for each test that did not. A skipped one counts as a problem: nothing is
 * skipped here.
 */
record Suite(int passed, double seconds, List<String> problems) {
}

Map<String, Suite> readAll(Path reports) throws Exception {
    Map<String, Suite> suites = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(reports, "TEST-*.xml")) {
        for (Path file : files) {
            Element suite = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile())
                    .getDocumentElement();
            suites.put(simpleName(suite.getAttribute("name")), read(suite));
        }
    }
    return suites;
}

Suite read(Element suite) {
    List<String> problems = new ArrayList<>();
    int passed = 0;
    NodeList cases = suite.getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
        Element each = (Element) cases.item(i);
        if (each.getElementsByTagName("*").getLength() == 0) {
            passed++;
        } else {
            Element end = (Element) each.getElementsByTagName("*").item(0);
            problems.add("%s %s: %s %.200s".formatted(simpleName(suite.getAttribute("name")),
                    each.getAttribute("name"), end.getTagName(), end.getAttribute("message")));
        }
    }
    return new Suite(passed, Double.parseDouble(suite.getAttribute("time")), problems);
}

String simpleName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
}

/** Lines "NUMBER NAME"; empty ones and those that begin with # say something to people. */
Map<String, Integer> expectedIn(Path file) throws IOException {
    Map<String, Integer> expected = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
        String[] words = line.strip().split("\\s+");
        if (!line.isBlank() && !line.startsWith("#")) {
            expected.put(words[1], Integer.valueOf(words[0]));
        }
    }
    return expected;
}

/** Lines "FILE OFFSET LENGTH SHA-256 WHAT". */
Xml checkClaims(Path exchange) throws Exception {
    Xml xml = new Xml(new ArrayList<>());
    Path claims = exchange.resolve("claims");
    List<String> lines = Files.exists(claims) ? Files.readAllLines(claims) : List.of();
    xml.lines().add("<testsuite name=\"host\" tests=\"%d\" time=\"0\">".formatted(lines.size() + 1));
    for (String line : lines) {
        String[] words = line.split(" ", 5);
        byte[] bytes = read(exchange.resolve("memory").resolve(words[0]), Long.parseLong(words[1]),
                Integer.parseInt(words[2]));
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        xml.add("%s bytes at %s of memory %s: %s".formatted(words[2], words[1], words[0], words[4]),
                digest.equals(words[3]) ? ""
                        : "the host finds other bytes: SHA-256 is " + digest + ", the guest left " + words[3]);
    }
    xml.add("the picture of the demo is in memory 13", pictureProblem(exchange));
    xml.lines().add("</testsuite>");
    return xml;
}

/** A pixel is four bytes, alpha, red, green and blue as one number; row follows row. */
String pictureProblem(Path exchange) throws IOException {
    BufferedImage picture = ImageIO.read(exchange.resolve("picture.png").toFile());
    int width = picture.getWidth();
    byte[] bytes = read(exchange.resolve("memory/13"), 0, width * picture.getHeight() * Integer.BYTES);
    IntBuffer pixels = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    for (int i = 0; i < pixels.limit(); i++) {
        if (pixels.get(i) != picture.getRGB(i % width, i / width)) {
            return "pixel %d,%d is %08x and should be %08x".formatted(i % width, i / width, pixels.get(i),
                    picture.getRGB(i % width, i / width));
        }
    }
    return "";
}

byte[] read(Path file, long offset, int length) throws IOException {
    try (RandomAccessFile memory = new RandomAccessFile(file.toFile(), "r")) {
        byte[] bytes = new byte[length];
        memory.seek(offset);
        memory.readFully(bytes);
        return bytes;
    }
}

/** The host's own report. */
record Xml(List<String> lines) {

    void add(String name, String failure) {
        lines.add("<testcase classname=\"host\" name=\"%s\">%s</testcase>".formatted(escaped(name),
                failure.isEmpty() ? "" : "<failure message=\"" + escaped(failure) + "\"/>"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
