package org.devmap.itests.vm;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes and leaves their report. A machine without a build tool has no other way to start JUnit. */
public final class TestRunner {

    private static final int PASSED = 0;
    private static final int FAILED = 1;

    private TestRunner() {
    }

    /**
     * Ends with 0 if all tests passed, else with 1.
     *
     * @param arguments the directory for the reports, then the simple names of test classes of this package
     */
    public static void main(String[] arguments) {
        List<ClassSelector> classes = Arrays.stream(arguments).skip(1)
                .map(name -> selectClass(TestRunner.class.getPackageName() + "." + name)).toList();
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("wanted: DIRECTORY CLASS..., came: " + String.join(" ", arguments));
        }
        Launcher launcher = LauncherFactory.create();
        XmlReport report = new XmlReport(Path.of(arguments[0]), System.out);
        launcher.execute(LauncherDiscoveryRequestBuilder.request().selectors(classes).build(), report);
        // Threads of a test that failed must not keep the machine from ending.
        System.exit(report.allPassed() ? PASSED : FAILED);
    }
}
