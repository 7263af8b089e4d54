package org.devmap.runtime.trace;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Has the class path of this machine, as classes of its own, but not all of the JDK: as containers do. */
final class HidingClassLoader extends URLClassLoader {

    private final String hidden;

    /** Without the classes whose names begin so. */
    HidingClassLoader(String hidden) throws MalformedURLException {
        super(classPath(), getPlatformClassLoader());
        this.hidden = hidden;
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> places = new ArrayList<>();
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String place : path.split(File.pathSeparator)) {
            places.add(Path.of(place).toUri().toURL());
        }
        return places.toArray(URL[]::new);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(hidden)) {
            throw new ClassNotFoundException(name + " is hidden");
        }
        return super.loadClass(name, resolve);
    }
}
