package org.devmap.backend.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Release code is loaded before allocate returns: it works when the bundle's class loader can load nothing any more. */
class ReleaseAfterUninstallTest {

    /** Defines the backend's classes itself, as a bundle's loader does, until it is closed. */
    private static final class BundleLoader extends ClassLoader {

        private static final String PACKAGE = "org.devmap.backend.ffm.";
        private boolean uninstalled;

        private BundleLoader() {
            super(ReleaseAfterUninstallTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            if (uninstalled) {
                throw new ClassNotFoundException(name + ": the bundle is uninstalled");
            }
            try (InputStream bytes = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = bytes.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException failure) {
                throw new ClassNotFoundException(name, failure);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void memoryIsReleasedWhenNoClassCanBeLoadedAnyMore(boolean named) throws Exception {
        BundleLoader bundle = new BundleLoader();
        MemoryProvider provider = (MemoryProvider) bundle.loadClass(FfmProvider.class.getName()).getConstructor().newInstance();
        MemoryRequest request = MemoryRequest.of(4096, "test").lockedDown();
        BackendMemory memory = provider.allocate(named ? request.shared("left over") : request);
        long address = memory.segment().address();
        long files = ProcessMemory.memoryFiles();

        bundle.uninstalled = true;
        memory.release();

        assertThat(ProcessMemory.mappingAt(address)).doesNotContain(" rw-");
        assertThat(ProcessMemory.memoryFiles()).isEqualTo(named ? files - 1 : files);
    }

    @Test
    void theLoaderOfThisTestDoesRefuseClassesThatWereNeverUsed() {
        BundleLoader bundle = new BundleLoader();
        bundle.uninstalled = true;
        assertThatThrownBy(() -> bundle.loadClass(PeekPoke.class.getName())).isInstanceOf(ClassNotFoundException.class);
    }

    /** The kernel refuses to take back what is not a region any more: release must still not throw, nor need a class. */
    @Test
    void evenARefusedReleaseThrowsNothing() throws Exception {
        try (LogLines log = LogLines.open()) {
            LinuxMemory linux = new LinuxMemory();
            LinuxAllocation allocation = new LinuxAllocation(linux, new SaidOnce(),
                    FfmProviderTest.named("closed before", 4096, false), false);
            allocation.takeShared(false);
            linux.closeFile(Integer.parseInt(allocation.peerPath().replaceAll(".*/", "")));

            allocation.giveBack();

            assertThat(log.lines()).singleElement().asString().contains("not returned completely", "close of descriptor");
        }
    }
}
