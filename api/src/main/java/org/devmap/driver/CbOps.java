package org.devmap.driver;

import java.util.Objects;
import java.util.Optional;

/**
 * A driver's entry points (cb_ops). Immutable. An entry point that is not given is null in C's sense; the sentinels
 * {@code NODEV} (answers ENXIO) and {@code NULLDEV} (does nothing, succeeds) of each entry type are told apart by identity,
 * and all three count as <i>none</i> where section 2.2 says so.
 *
 * <pre>{@code
 * CbOps.builder().segmap(this::segmap).devmap(this::devmap).flags(D_MP, D_DEVMAP).build();
 * }</pre>
 *
 * @see <a href="https://illumos.org/man/9S/cb_ops">cb_ops(9S)</a>
 */
public final class CbOps {

    private final OpenEntry open;
    private final CloseEntry close;
    private final ReadEntry read;
    private final WriteEntry write;
    private final IoctlEntry ioctl;
    private final DevmapEntry devmap;
    private final MmapEntry mmap;
    private final SegmapEntry segmap;
    private final PollEntry poll;
    private final CbFlags flags;

    private CbOps(Builder builder) {
        open = builder.open;
        close = builder.close;
        read = builder.read;
        write = builder.write;
        ioctl = builder.ioctl;
        devmap = builder.devmap;
        mmap = builder.mmap;
        segmap = builder.segmap;
        poll = builder.poll;
        flags = builder.flags;
    }

    /**
     * Starts an empty table.
     *
     * @return a builder without entry points and flags
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * open(9E).
     *
     * @return the entry point, {@link OpenEntry#NULLDEV} if none was given
     */
    public OpenEntry open() {
        return open;
    }

    /**
     * close(9E).
     *
     * @return the entry point, {@link CloseEntry#NULLDEV} if none was given
     */
    public CloseEntry close() {
        return close;
    }

    /**
     * read(9E).
     *
     * @return the entry point, {@link ReadEntry#NODEV} if none was given
     */
    public ReadEntry read() {
        return read;
    }

    /**
     * write(9E).
     *
     * @return the entry point, {@link WriteEntry#NODEV} if none was given
     */
    public WriteEntry write() {
        return write;
    }

    /**
     * ioctl(9E).
     *
     * @return the entry point, {@link IoctlEntry#NODEV} if none was given
     */
    public IoctlEntry ioctl() {
        return ioctl;
    }

    /**
     * devmap(9E).
     *
     * @return the entry point or sentinel, empty for null
     */
    public Optional<DevmapEntry> devmap() {
        return Optional.ofNullable(devmap);
    }

    /**
     * mmap(9E).
     *
     * @return the entry point or sentinel, empty for null
     */
    public Optional<MmapEntry> mmap() {
        return Optional.ofNullable(mmap);
    }

    /**
     * segmap(9E).
     *
     * @return the entry point or sentinel, empty for null
     */
    public Optional<SegmapEntry> segmap() {
        return Optional.ofNullable(segmap);
    }

    /**
     * chpoll(9E).
     *
     * @return the entry point, empty for null: then poll answers ENXIO
     */
    public Optional<PollEntry> poll() {
        return Optional.ofNullable(poll);
    }

    /**
     * cb_flag.
     *
     * @return the flags
     */
    public CbFlags flags() {
        return flags;
    }

    /** Collects entry points. Not thread-safe. Null is accepted for the four entries that may be null in C. */
    public static final class Builder {

        private OpenEntry open = OpenEntry.NULLDEV;
        private CloseEntry close = CloseEntry.NULLDEV;
        private ReadEntry read = ReadEntry.NODEV;
        private WriteEntry write = WriteEntry.NODEV;
        private IoctlEntry ioctl = IoctlEntry.NODEV;
        private DevmapEntry devmap;
        private MmapEntry mmap;
        private SegmapEntry segmap;
        private PollEntry poll;
        private CbFlags flags = CbFlags.NONE;

        private Builder() {
        }

        /**
         * Sets open(9E).
         *
         * @param entry the entry point
         * @return this
         */
        public Builder open(OpenEntry entry) {
            open = Objects.requireNonNull(entry, "open");
            return this;
        }

        /**
         * Sets close(9E).
         *
         * @param entry the entry point
         * @return this
         */
        public Builder close(CloseEntry entry) {
            close = Objects.requireNonNull(entry, "close");
            return this;
        }

        /**
         * Sets read(9E).
         *
         * @param entry the entry point
         * @return this
         */
        public Builder read(ReadEntry entry) {
            read = Objects.requireNonNull(entry, "read");
            return this;
        }

        /**
         * Sets write(9E).
         *
         * @param entry the entry point
         * @return this
         */
        public Builder write(WriteEntry entry) {
            write = Objects.requireNonNull(entry, "write");
            return this;
        }

        /**
         * Sets ioctl(9E).
         *
         * @param entry the entry point
         * @return this
         */
        public Builder ioctl(IoctlEntry entry) {
            ioctl = Objects.requireNonNull(entry, "ioctl");
            return this;
        }

        /**
         * Sets devmap(9E).
         *
         * @param entry the entry point or a sentinel
         * @return this
         */
        public Builder devmap(DevmapEntry entry) {
            devmap = entry;
            return this;
        }

        /**
         * Sets mmap(9E).
         *
         * @param entry the entry point or a sentinel
         * @return this
         */
        public Builder mmap(MmapEntry entry) {
            mmap = entry;
            return this;
        }

        /**
         * Sets segmap(9E).
         *
         * @param entry the entry point, {@link SegmapEntry#DDI_DEVMAP_SEGMAP} or a sentinel
         * @return this
         */
        public Builder segmap(SegmapEntry entry) {
            segmap = entry;
            return this;
        }

        /**
         * Sets chpoll(9E).
         *
         * @param entry the entry point
         * @return this
         */
        public Builder poll(PollEntry entry) {
            poll = entry;
            return this;
        }

        /**
         * Adds flags.
         *
         * @param more the flags
         * @return this
         */
        public Builder flags(CbFlags... more) {
            for (CbFlags flag : more) {
                flags = flags.with(flag);
            }
            return this;
        }

        /**
         * The table.
         *
         * @return the entry points
         */
        public CbOps build() {
            return new CbOps(this);
        }
    }
}
