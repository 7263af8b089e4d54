package org.devmap.conformance.property;

import java.util.Locale;
import org.devmap.Protection;

/**
 * A step of a sequence. Processes are slots, pages are numbers in the {@link Arena}: a step means something whatever went before
 * it, if only that nothing happens, so that a sequence stays one when steps are dropped. Immutable.
 */
sealed interface Operation {

    /** Which memory a mapping shows. */
    enum Memory { REGISTERS, UMEM, TRASH, INVALID }

    /** What goes wrong in an mmap. */
    enum Defect { NONE, DEVMAP_REFUSES, MAP_REFUSES, MAPLEN_ZERO, MAPLEN_ODD, LENGTH_ZERO, OFFSET_ODD }

    /** What an access callback loads. */
    enum Loading { DEFAULT, WHOLE, RANGE, NOTHING, CONTEXT }

    /** What a remap puts behind a handle. */
    enum Remapping { UMEM, REGISTERS, INVALID, TRASH, REFUSED_UMEM, REFUSED_REGISTERS }

    /**
     * What the driver exports.
     *
     * @param memory which memory
     * @param piece pages of a handle
     * @param access whether there is an access callback; the other three are always there
     * @param remappable DEVMAP_ALLOW_REMAP
     * @param readOnly whether maxprot is READ
     */
    record Exported(Memory memory, int piece, boolean access, boolean remappable, boolean readOnly) {

        @Override
        public String toString() {
            return "%s in pieces of %d%s%s%s".formatted(word(memory), piece, access ? ", access callback" : "",
                    remappable ? ", ALLOW_REMAP" : "", readOnly ? ", maxprot READ" : "");
        }
    }

    /** mmap(2); makes the process if the slot is empty. */
    record Mmap(int process, int page, int pages, int offset, Exported exported, Protection prot, boolean fixed,
                boolean shared, Defect defect, int defectAt) implements Operation {

        @Override
        public String toString() {
            return "p%d mmap %d pages %s, %s %s, offset page %d of %s%s".formatted(process, pages,
                    fixed ? "FIXED at page " + page : "anywhere", shared ? "SHARED" : "PRIVATE", prot, offset, exported,
                    defect == Defect.NONE ? "" : ", " + word(defect) + " at piece " + defectAt);
        }
    }

    /** A read or a write of the first bytes of a page. */
    record Touch(int process, int page, boolean write, Loading loading, int from, int pages) implements Operation {

        @Override
        public String toString() {
            return "p%d %s page %d, callback loads %s".formatted(process, write ? "write" : "read", page,
                    loading == Loading.RANGE
                    ? "pages %d..%d of the handle and this one".formatted(from, from + pages - 1) : word(loading));
        }
    }

    /** devmap_unload(9F) of pages of the handle behind a page; 0 pages means to its end. */
    record Unload(int process, int page, int from, int pages) implements Operation {

        @Override
        public String toString() {
            return "unload pages %d.. (%d) of the handle at p%d page %d".formatted(from, pages, process, page);
        }
    }

    /** devmap_umem_remap or devmap_devmem_remap of the handle behind a page. */
    record Remap(int process, int page, Remapping remapping, int offset) implements Operation {

        @Override
        public String toString() {
            return "remap the handle at p%d page %d to %s from page %d".formatted(process, page, word(remapping), offset);
        }
    }

    /** mprotect(2). */
    record Mprotect(int process, int page, int pages, Protection prot) implements Operation {

        @Override
        public String toString() {
            return "p%d mprotect %d pages at page %d %s".formatted(process, pages, page, prot);
        }
    }

    /** munmap(2). */
    record Munmap(int process, int page, int pages) implements Operation {

        @Override
        public String toString() {
            return "p%d munmap %d pages at page %d".formatted(process, pages, page);
        }
    }

    /** fork(2) into another slot, whose process exits first. A dup callback may refuse. */
    record Fork(int process, int child, int refusedAt) implements Operation {

        /** No dup callback refuses. */
        static final int NEVER = -1;

        @Override
        public String toString() {
            return "p%d fork p%d%s".formatted(process, child,
                    refusedAt == NEVER ? "" : ", dup callback " + refusedAt + " refuses");
        }
    }

    /** exit(2). */
    record Exit(int process) implements Operation {

        @Override
        public String toString() {
            return "p%d exit".formatted(process);
        }
    }

    /** Another thread uses the framework while the next callback waits for it (property 5). */
    record Look() implements Operation {

        @Override
        public String toString() {
            return "another thread looks on in the next callback";
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
