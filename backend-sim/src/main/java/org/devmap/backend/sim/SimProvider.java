package org.devmap.backend.sim;

import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.DevmapBackend;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;
import org.devmap.backend.sim.fault.FaultDesk;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Plain native memory of the Java process: everywhere available, zero filled, page aligned, without any restricted
 * foreign-memory call. It cannot be shared with other processes or locked down. Thread-safe.
 */
@DevmapBackend(SimProvider.NAME)
@Component(service = MemoryProvider.class,
        property = {DevmapBackend.NAMESPACE + "=" + SimProvider.NAME, "service.ranking:Integer=0"})
@Designate(ocd = SimProvider.Config.class)
public final class SimProvider implements MemoryProvider {

    /** The name of this provider, and of the nexus beside it. */
    public static final String NAME = "sim";

    private static final System.Logger LOG = System.getLogger(SimProvider.class.getName());

    private final long limit;
    private final FaultDesk desk;
    private final AtomicLong inUse = new AtomicLong();

    /** Configuration of the provider. */
    @ObjectClassDefinition(name = "devmap simulated memory", description = "Plain native memory of the Java process")
    public @interface Config {

        /**
         * The most it hands out.
         *
         * @return bytes, 0 for no limit
         */
        @AttributeDefinition(name = "Limit", description = "Bytes handed out at most; 0 for no limit", required = false)
        long limit() default 0;
    }

    /** A provider without a limit. */
    public SimProvider() {
        this(0);
    }

    /**
     * A provider with a limit.
     *
     * @param limit bytes it hands out at most, 0 for no limit
     */
    public SimProvider(long limit) {
        this(limit, new FaultDesk());
    }

    /**
     * A provider with a limit that fails on demand.
     *
     * @param limit bytes it hands out at most, 0 for no limit
     * @param desk where faults are ordered
     */
    public SimProvider(long limit, FaultDesk desk) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit " + limit + " must be 0 (no limit) or a number of bytes");
        }
        this.limit = limit;
        this.desk = desk;
    }

    /**
     * As a component.
     *
     * @param config the configuration
     * @param desk where faults are ordered
     */
    @Activate
    public SimProvider(Config config, @Reference FaultDesk desk) {
        this(config.limit(), desk);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public OptionalLong limit(MemoryRequest request) {
        return limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    /**
     * Bytes handed out and not released.
     *
     * @return the sum
     */
    public long inUse() {
        return inUse.get();
    }

    @Override
    public BackendMemory allocate(MemoryRequest request) throws DdiException {
        if (request.sharedName().isPresent()) {
            throw new DdiException(Errno.ENOTSUP, "memory of the provider " + NAME + " is private to this process and cannot be"
                    + " shared as \"" + request.sharedName().get() + "\" (" + request.purpose() + "); the provider ffm can");
        }
        if (request.hugePages()) {
            LOG.log(Level.WARNING, "{0}: the provider {1} has no pages of 2 MiB, ordinary ones are used",
                    request.purpose(), NAME);
        }
        if (desk.failsAllocation()) {
            throw new DdiException(Errno.ENOMEM, request.size() + " bytes for " + request.purpose()
                    + ": injected allocation failure");
        }
        reserve(request);
        Arena arena = Arena.ofShared();
        try {
            return new SimMemory(arena, arena.allocate(request.size(), Pages.SIZE), inUse);
        } catch (OutOfMemoryError shortage) {
            arena.close();
            inUse.addAndGet(-request.size());
            throw new DdiException(Errno.ENOMEM, request.size() + " bytes for " + request.purpose()
                    + " cannot be had from this Java process (-XX:MaxDirectMemorySize)", shortage);
        }
    }

    /** Counts the request against the limit, or refuses it. */
    private void reserve(MemoryRequest request) throws DdiException {
        long before = inUse.getAndUpdate(used -> fits(used, request.size()) ? used + request.size() : used);
        if (!fits(before, request.size())) {
            throw new DdiException(Errno.ENOMEM, request.size() + " bytes for " + request.purpose() + ": " + before
                    + " of at most " + limit + " bytes are in use");
        }
    }

    private boolean fits(long used, long size) {
        return limit == 0 || size <= limit - used;
    }
}
