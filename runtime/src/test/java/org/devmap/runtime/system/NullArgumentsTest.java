package org.devmap.runtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.FaultException;
import org.devmap.IoDirection;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.PollEvents;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.AddressSpaces;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.ContextCallback;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemLockFlags;
import org.devmap.driver.UmemSetup;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.ArenaProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every public method of what applications, drivers and owners hold, with null for each argument in turn: it is named, and nothing happens. */
class NullArgumentsTest {

    /** Where null has a documented meaning, as it has in C. */
    private static final Set<String> MEANT = Set.of("DeviceFile.ioctl argument", "DeviceInfo.removeMinorNode minorName",
            "DeviceInfo.regsMapSetup attributes", "DeviceInfo.umemFree cookie", "DeviceInfo.umemLockMemory callbacks",
            "DeviceInfo.umemLockMemory process");

    /** Exports one page of kernel memory. */
    private static final class PageDriver implements DeviceDriver {

        private DeviceInfo device;
        private DevmapCookie handle;
        private UmemCookie cookie;

        @Override
        public CbOps entryPoints() {
            return CbOps.builder().flags(CbFlags.D_DEVMAP).devmap((dev, given, off, len, model) -> {
                handle = given;
                given.umemSetup(UmemSetup.of(cookie, 0, 4096));
                return 4096;
            }).build();
        }

        @Override
        public void attach(DeviceInfo given) throws DdiException {
            device = given;
            cookie = given.umemAlloc(4096, UmemFlags.SLEEP);
            given.createMinorNode("0", 0, 4096);
        }

        @Override
        public void detach(DeviceInfo given) {
            cookie.free();
        }
    }

    private record PlainNode(String name) implements DeviceNode {

        @Override
        public List<String> compatible() {
            return List.of("page");
        }

        @Override
        public List<RegisterSet> registerSets() {
            return List.of();
        }
    }

    private final DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().diagnostics(line -> { }).build());
    private final PageDriver driver = new PageDriver();
    private final AddressSpace space = system.spaces().create("test");
    private final DeviceFile file;
    private final Mapping mapping;
    private final Map<Class<?>, Object> values;

    NullArgumentsTest() throws DdiException {
        system.registerProvider(new ArenaProvider("test"), 0);
        system.publish(new PlainNode("dv"));
        system.registerDriver(driver, "page");
        file = space.open("/devices/dv:0", OpenFlags.READ_WRITE);
        mapping = file.map(0, 4096, Protection.READ_WRITE, MapFlags.SHARED);
        values = Map.ofEntries(Map.entry(int.class, 0), Map.entry(long.class, 0L), Map.entry(byte.class, (byte) 0),
                Map.entry(String.class, "other"), Map.entry(String[].class, new String[] {"other"}),
                Map.entry(DataModel.class, DataModel.LP64), Map.entry(AccessType.class, AccessType.ACCESS),
                Map.entry(AccessDirection.class, AccessDirection.READ), Map.entry(Protection.class, Protection.READ),
                Map.entry(MapFlags.class, MapFlags.SHARED), Map.entry(OpenFlags.class, OpenFlags.READ),
                Map.entry(PollEvents.class, PollEvents.IN), Map.entry(Duration.class, Duration.ZERO),
                Map.entry(MemorySegment.class, Arena.ofAuto().allocate(8)), Map.entry(ByteOrder.class, ByteOrder.BIG_ENDIAN),
                Map.entry(UmemCookie.class, driver.cookie), Map.entry(IoDirection.class, IoDirection.values()[0]),
                Map.entry(UmemLockFlags.class, UmemLockFlags.READ), Map.entry(DeviceDriver.class, new PageDriver()),
                Map.entry(ContextCallback.class, (ContextCallback<?>) (handle, data, off, len, type, rw) -> { }),
                Map.entry(Callable.class, (Callable<?>) () -> null), Map.entry(Consumer.class, (Consumer<?>) given -> { }));
    }

    @AfterEach
    void close() {
        system.close();
    }

    @TestFactory
    Stream<DynamicTest> nullIsNamedAndChangesNothing() {
        List<DynamicTest> tests = new ArrayList<>();
        addTests(tests, AddressSpace.class, space);
        addTests(tests, AddressSpaces.class, system.spaces());
        addTests(tests, DeviceFile.class, file);
        addTests(tests, Mapping.class, mapping);
        addTests(tests, DevmapCookie.class, driver.handle);
        addTests(tests, DeviceInfo.class, driver.device);
        addTests(tests, DevmapSystem.class, system);
        assertThat(tests).hasSizeGreaterThan(50);
        return tests.stream();
    }

    private void addTests(List<DynamicTest> tests, Class<?> type, Object target) {
        for (Method method : type.getMethods()) {
            Parameter[] parameters = method.getParameters();
            for (int i = 0; i < parameters.length && !Modifier.isStatic(method.getModifiers()); i++) {
                int index = i;
                String name = type.getSimpleName() + "." + method.getName() + " " + parameters[i].getName();
                if (!parameters[i].getType().isPrimitive() && !MEANT.contains(name)) {
                    tests.add(DynamicTest.dynamicTest(name, () -> assertNamed(method, target, index)));
                }
            }
        }
    }

    private void assertNamed(Method method, Object target, int index) throws IllegalAccessException {
        Parameter[] parameters = method.getParameters();
        Object[] arguments = Arrays.stream(parameters).map(parameter -> values.get(parameter.getType())).toArray();
        arguments[index] = null;
        List<?> before = picture();
        Object answer = null;
        Throwable thrown = null;
        try {
            answer = method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
        }
        assertThat(thrown).as("%s answered %s", method, answer).isInstanceOfAny(NullPointerException.class, DdiException.class,
                IllegalArgumentException.class, FaultException.class);
        assertThat(thrown).hasMessageContaining(parameters[index].getName());
        assertThat(picture()).isEqualTo(before);
    }

    /** What the system consists of, without counters. */
    private List<?> picture() {
        var snapshot = system.snapshot();
        return List.of(snapshot.nodes(), snapshot.drivers(), snapshot.providers(), snapshot.spaces(), snapshot.cookies(), snapshot.limits());
    }
}
