package org.devmap.itests.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A module of the build and what it was compiled to.
 *
 * @param folder  its path below the root, as the root's {@code pom.xml} names it
 * @param classes its classes, without its tests
 */
record ProjectModule(String folder, Path directory, JavaClasses classes) {

    /** Every module the root's {@code pom.xml} lists: a new one falls under the rules by itself. */
    static List<ProjectModule> all() throws IOException, SAXException, ParserConfigurationException {
        Path root = Path.of("..").toRealPath();
        NodeList names = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(root.resolve("pom.xml").toFile()).getElementsByTagName("module");
        return IntStream.range(0, names.getLength())
                .mapToObj(i -> names.item(i).getTextContent().strip())
                .map(folder -> of(root, folder))
                .toList();
    }

    private static ProjectModule of(Path root, String folder) {
        Path directory = root.resolve(folder);
        Path compiled = directory.resolve("target/classes");
        if (!Files.isDirectory(compiled)) {
            throw new IllegalStateException(folder + " is not compiled: run the tests with the whole build, mvn verify");
        }
        return new ProjectModule(folder, directory, new ClassFileImporter().importPath(compiled));
    }

    boolean isBackend() {
        return folder.startsWith("backend-");
    }

    boolean isTests() {
        return folder.equals("itests") || folder.startsWith("itests/");
    }

    boolean isExample() {
        return folder.startsWith("examples/");
    }

    Set<String> packages() {
        return classes.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The packages of main and test sources, also those that hold no class yet. */
    Set<String> sourcePackages() throws IOException {
        Set<String> packages = new TreeSet<>();
        for (String sources : List.of("src/main/java", "src/test/java")) {
            Path top = directory.resolve(sources);
            if (Files.isDirectory(top)) {
                try (Stream<Path> files = Files.walk(top)) {
                    files.filter(Files::isDirectory).map(top::relativize)
                            .forEach(path -> packages.add(path.toString().replace(path.getFileSystem().getSeparator(), ".")));
                }
            }
        }
        return packages;
    }

    List<Path> classFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("target/classes"))) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    @Override
    public String toString() {
        return folder;
    }
}
