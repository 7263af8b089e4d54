package org.devmap.conformance.statements;

import static org.devmap.conformance.bench.Bench.P;

import java.util.function.ToIntFunction;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.conformance.bench.Bench;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.SegmapRequest;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemSetup;

/**
 * The shared-page driver of documents 000 and 002: all applications of a data model see one page of pageable memory, LP64 the
 * first, ILP32 the second. segmap(9E) allocates the memory when the first application maps.
 */
final class SharedPageDriver {

    private final Bench bench;
    private final ToIntFunction<DataModel> pages;
    private UmemCookie memory;

    private SharedPageDriver(Bench bench, ToIntFunction<DataModel> pages) {
        this.bench = bench;
        this.pages = pages;
    }

    /** Installs the driver as it should be: it always allocates both pages. */
    static void install(Bench bench) {
        install(bench, _ -> 2);
    }

    /** Installs the driver as document 002 prints it: the data model of the first application decides how much is allocated. */
    static void installAsPrinted(Bench bench) {
        install(bench, model -> model.equals(DataModel.ILP32) ? 1 : 2);
    }

    private static void install(Bench bench, ToIntFunction<DataModel> pages) {
        SharedPageDriver driver = new SharedPageDriver(bench, pages);
        bench.driver().segmap(driver::segmap).devmap(driver::devmap).install();
    }

    private void segmap(SegmapRequest request) throws DdiException {
        memory(request.model());
        request.devmapSetup();
    }

    private synchronized UmemCookie memory(DataModel model) {
        if (memory == null) {
            memory = bench.memory().alloc(pages.applyAsInt(model) * P, UmemFlags.SLEEP.with(UmemFlags.PAGEABLE));
        }
        return memory;
    }

    private long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        long length = Pages.ptob(Pages.btopr(len));
        if (off + length > Pages.ptob(1)) {
            throw new DdiException(Errno.ENXIO, "%d bytes at %d are not the shared page".formatted(length, off));
        }
        long koff = model.convertFrom().equals(DataModel.ILP32) ? off + Pages.ptob(1) : off;
        handle.umemSetup(UmemSetup.of(memory(model), koff, length));
        return length;
    }
}
