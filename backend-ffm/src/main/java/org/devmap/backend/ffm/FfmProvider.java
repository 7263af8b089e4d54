package org.devmap.backend.ffm;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.DevmapBackend;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;

/**
 * Real memory of the operating system, without native code of our own: the provider for production.
 *
 * <p>On Linux (x86-64 and aarch64) with native access enabled: page-aligned, zero-filled, populated, between guard pages,
 * locked down unless it may be paged out, in huge pages where wished for and possible, and shared with other processes
 * where named. Anywhere else no restricted method is called, one line says what to add, and memory comes from plain
 * arenas: native and zero-filled, but not locked, and a name is refused with ENOTSUP.
 *
 * <p>Thread-safe. Memory that was handed out can be released whatever has become of this object or its bundle.
 */
@DevmapBackend("ffm")
public final class FfmProvider implements MemoryProvider {

    /** Real memory is the default for production. */
    static final int RANKING_OF_REAL_MEMORY = 10;
    /** Plain arenas must not win over the simulator. */
    static final int RANKING_OF_PLAIN_ARENAS = -10;

    /** The name, as in {@code --backend NAME}. */
    public static final String NAME = "ffm";

    private final SaidOnce said = new SaidOnce();
    private final LockedAccount locked = new LockedAccount();
    private final MemorySource source;
    private volatile FfmSettings settings;

    /** A provider that locks down what the kernel allows. */
    public FfmProvider() {
        this(FfmSettings.DEFAULT);
    }

    /**
     * A provider.
     *
     * @param settings how it behaves
     */
    public FfmProvider(FfmSettings settings) {
        this(settings, SystemRequirements.here(), KernelFigures.HERE);
    }

    FfmProvider(FfmSettings settings, SystemRequirements system, KernelFigures kernel) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.source = system.missing().<MemorySource>map(why -> plain(kernel, why)).orElseGet(() -> linux(kernel));
    }

    private MemorySource linux(KernelFigures kernel) {
        LinuxMemory linux;
        try {
            linux = new LinuxMemory();
        } catch (UnsupportedOperationException unknown) {
            return plain(kernel, unknown.getMessage());
        }
        LinuxSource candidate = new LinuxSource(linux, kernel, said);
        return SelfCheck.complaint(linux, candidate, kernel).<MemorySource>map(why -> plain(kernel, why)).orElse(candidate);
    }

    private MemorySource plain(KernelFigures kernel, String why) {
        said.warn("plain", "devmap ffm: " + why + "; so memory comes from plain arenas: not locked down, not shared with"
                + " other processes");
        return new ArenaSource(kernel, said, why);
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * Whether this is real memory, or plain arenas for want of native access or of Linux.
     *
     * @return true for real memory
     */
    public boolean isNative() {
        return source instanceof LinuxSource;
    }

    /**
     * Changes the settings for what is allocated from now on.
     *
     * @param newSettings the new ones
     */
    public void configure(FfmSettings newSettings) {
        settings = Objects.requireNonNull(newSettings, "settings");
    }

    /** The most that can be locked down: what is configured or, if less, what the kernel allows. Pageable memory has no limit here. */
    @Override
    public OptionalLong limit(MemoryRequest request) {
        FfmSettings now = settings;
        return request.pageable() || now.pageableWhenRefused() ? OptionalLong.empty() : lockedLimit(now);
    }

    /** Above the simulator with real memory, below it without. */
    @Override
    public int ranking() {
        return isNative() ? RANKING_OF_REAL_MEMORY : RANKING_OF_PLAIN_ARENAS;
    }

    private OptionalLong lockedLimit(FfmSettings now) {
        OptionalLong kernel = source.lockedLimit();
        if (now.lockedLimit().isEmpty() || kernel.isEmpty()) {
            return now.lockedLimit().isPresent() ? now.lockedLimit() : kernel;
        }
        return OptionalLong.of(Math.min(now.lockedLimit().getAsLong(), kernel.getAsLong()));
    }

    /**
     * Bytes that are locked down now.
     *
     * @return the sum of the requests that may not be paged out
     */
    public long lockedBytes() {
        return locked.used();
    }

    @Override
    public BackendMemory allocate(MemoryRequest request) throws DdiException {
        return request.pageable() ? pageable(request) : lockedDown(request, settings);
    }

    /**
     * Access to native addresses that cannot end the JVM.
     *
     * @return empty without native access or on another system
     */
    public Optional<PeekPoke> peekPoke() {
        return source instanceof LinuxSource linux ? Optional.of(linux.peekPoke()) : Optional.empty();
    }

    /**
     * The NUMA node that memory of this provider lies on, the first if there are several. Slow, for people.
     *
     * @param memory what allocate answered, not released
     * @return empty if the system does not tell
     */
    public OptionalInt numaNode(BackendMemory memory) {
        return memory instanceof MappedMemory mapped ? mapped.numaNode() : OptionalInt.empty();
    }

    private BackendMemory lockedDown(MemoryRequest request, FfmSettings now) throws DdiException {
        OptionalLong limit = lockedLimit(now);
        if (!locked.charge(request.size(), limit)) {
            return refused(request, now, limit, Optional.empty());
        }
        try {
            return source.allocate(request, true, () -> locked.giveBack(request.size()));
        } catch (LockRefused refusal) {
            locked.giveBack(request.size());
            return refused(request, now, limit, Optional.of(refusal));
        } catch (DdiException | RuntimeException | Error failure) {
            locked.giveBack(request.size());
            throw failure;
        }
    }

    private BackendMemory refused(MemoryRequest request, FfmSettings now, OptionalLong limit, Optional<LockRefused> refusal)
            throws DdiException {
        String words = limit.isPresent() ? "the limit of locked memory, " + limit.getAsLong() + " bytes, is reached"
                : "the kernel refuses to lock more memory";
        if (now.pageableWhenRefused()) {
            said.warn("pageable " + words, "devmap ffm: " + words + "; as configured, memory is pageable from here on");
            return pageable(request);
        }
        said.warn("refused " + words, "devmap ffm: " + words + "; raise locked.limit, RLIMIT_MEMLOCK (ulimit -l) or give"
                + " CAP_IPC_LOCK");
        throw new DdiException(Errno.ENOMEM, "%d bytes for %s: %s, %d are in use%s".formatted(request.size(), request.purpose(),
                words, locked.used(), refusal.map(r -> " (" + r.getMessage() + ")").orElse("")), refusal.orElse(null));
    }

    private BackendMemory pageable(MemoryRequest request) throws DdiException {
        try {
            return source.allocate(request, false, () -> { });
        } catch (LockRefused impossible) {
            throw new AssertionError("nothing was to be locked", impossible);
        }
    }
}
