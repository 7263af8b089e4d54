package org.devmap.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The bundles directory of a distribution made for one test. */
final class BundleDirectory {

    private final Path directory;

    BundleDirectory(Path home) throws IOException {
        directory = Files.createDirectories(home.resolve("bundles"));
    }

    /** Adds a bundle with the given headers and classes. */
    void add(String symbolicName, Map<String, String> headers, Class<?>... classes) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", symbolicName);
        headers.forEach(attributes::putValue);
        try (OutputStream file = Files.newOutputStream(directory.resolve(symbolicName + ".jar"));
             JarOutputStream jar = new JarOutputStream(file, manifest)) {
            for (Class<?> type : classes) {
                String name = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(name));
                try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
                    bytes.transferTo(jar);
                }
            }
        }
    }

    /** Adds the jar on the class path that has the given resource. */
    void addJarWith(String resource) throws IOException {
        URL url = getClass().getClassLoader().getResource(resource);
        URL jar = ((JarURLConnection) url.openConnection()).getJarFileURL();
        try (InputStream bytes = jar.openStream()) {
            Files.copy(bytes, directory.resolve(Path.of(jar.getPath()).getFileName()));
        }
    }

    void addBroken(String fileName) throws IOException {
        Files.writeString(directory.resolve(fileName), "not a jar");
    }
}
