package org.devmap.examples.sharedpage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.devmap.DataModel;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.Mapping;
import org.devmap.driver.DeviceDriver;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver that the project's README shows compiles as it stands there and does what is said of it. */
class ReadmeTest {

    private static final Pattern FIRST_JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void theDriverOfTheReadmeSharesOnePagePerDataModel() throws Exception {
        Matcher block = FIRST_JAVA.matcher(Files.readString(Path.of("../../README.md")));
        assertThat(block.find()).as("README.md has a java block").isTrue();
        Path source = Files.writeString(directory.resolve("OnePageDriver.java"), block.group(1));
        compile(source);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
             DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().discoverBackends().build())) {
            DeviceDriver driver = (DeviceDriver) loader.loadClass("OnePageDriver").getConstructor().newInstance();
            system.registerDriver(driver, "shared-page");
            Mapping first = map(system, DataModel.LP64);
            Mapping second = map(system, DataModel.LP64);
            Mapping narrow = map(system, DataModel.ILP32);
            first.setInt(0, 42);
            assertThat(second.getInt(0)).isEqualTo(42);
            assertThat(narrow.getInt(0)).isZero();
        }
    }

    private void compile(Path source) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean done = compiler.getTask(problems, files, null, List.of("-d", directory.toString(), "-proc:none"), null,
                    files.getJavaFileObjects(source)).call();
            assertThat(done).as(problems.toString()).isTrue();
        }
    }

    private static Mapping map(DevmapSystem system, DataModel model) throws Exception {
        AddressSpace space = system.spaces().create("application", model);
        return space.open("/devices/shared-page0:shared", OpenFlags.READ_WRITE)
                .map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
    }
}
