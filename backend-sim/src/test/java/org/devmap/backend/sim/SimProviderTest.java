package org.devmap.backend.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ServiceLoader;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;
import org.junit.jupiter.api.Test;

class SimProviderTest {

    @Test
    void memoryIsNativePageAlignedZeroAndReachableFromEveryThread() throws Exception {
        BackendMemory memory = new SimProvider().allocate(MemoryRequest.of(3 * Pages.SIZE, "test"));
        MemorySegment segment = memory.segment();

        assertThat(segment.isNative()).isTrue();
        assertThat(segment.address() % Pages.SIZE).isZero();
        assertThat(segment.byteSize()).isEqualTo(3 * Pages.SIZE);
        assertThat(segment.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
        assertThat(segment.isAccessibleBy(new Thread())).isTrue();
        assertThat(memory.segment()).isSameAs(segment);
        memory.release();
    }

    @Test
    void releaseEndsTheMemory() throws Exception {
        BackendMemory memory = new SimProvider().allocate(MemoryRequest.of(Pages.SIZE, "test"));

        memory.release();

        assertThat(memory.segment().scope().isAlive()).isFalse();
        assertThatThrownBy(() -> memory.segment().get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theLimitIsEnomemAndComesBackWithRelease() throws Exception {
        SimProvider provider = new SimProvider(2 * Pages.SIZE);
        BackendMemory first = provider.allocate(MemoryRequest.of(Pages.SIZE, "first"));

        assertThat(provider.limit(MemoryRequest.of(Pages.SIZE, "test"))).hasValue(2 * Pages.SIZE);
        assertThatThrownBy(() -> provider.allocate(MemoryRequest.of(2 * Pages.SIZE, "umem of x0")))
                .isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOMEM))
                .hasMessageContaining("umem of x0").hasMessageContaining("4096 of at most 8192");

        first.release();
        BackendMemory all = provider.allocate(MemoryRequest.of(2 * Pages.SIZE, "all"));
        assertThat(provider.inUse()).isEqualTo(2 * Pages.SIZE);
        all.release();
        assertThat(provider.inUse()).isZero();
    }

    @Test
    void aSecondReleaseFailsAndIsNotCounted() throws Exception {
        SimProvider provider = new SimProvider();
        BackendMemory memory = provider.allocate(MemoryRequest.of(Pages.SIZE, "test"));
        memory.release();

        assertThatThrownBy(memory::release).isInstanceOf(IllegalStateException.class);
        assertThat(provider.inUse()).isZero();
    }

    @Test
    void moreThanTheProcessCanHaveIsEnomemAndNotCounted() {
        SimProvider provider = new SimProvider();

        assertThatThrownBy(() -> provider.allocate(MemoryRequest.of(1L << 50, "far too much")))
                .isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOMEM))
                .hasCauseInstanceOf(OutOfMemoryError.class);
        assertThat(provider.inUse()).isZero();
    }

    @Test
    void sharingWithOtherProcessesIsNotSupported() {
        MemoryRequest shared = MemoryRequest.of(Pages.SIZE, "test").shared("screen");

        assertThatThrownBy(() -> new SimProvider().allocate(shared))
                .isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOTSUP))
                .hasMessageContaining("screen").hasMessageContaining("ffm");
    }

    @Test
    void hugePagesFallBackToOrdinaryOnes() throws Exception {
        MemoryRequest huge = MemoryRequest.of(2L << 20, "test").huge();

        BackendMemory memory = new SimProvider().allocate(huge);

        assertThat(memory.segment().byteSize()).isEqualTo(2L << 20);
        memory.release();
    }

    @Test
    void plainJavaFindsIt() {
        assertThat(ServiceLoader.load(MemoryProvider.class)).singleElement()
                .satisfies(provider -> assertThat(provider.name()).isEqualTo("sim"))
                .satisfies(provider -> assertThat(provider.limit(MemoryRequest.of(Pages.SIZE, "test"))).isEmpty());
    }

    @Test
    void aNegativeLimitIsRefused() {
        assertThatThrownBy(() -> new SimProvider(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1");
    }
}
