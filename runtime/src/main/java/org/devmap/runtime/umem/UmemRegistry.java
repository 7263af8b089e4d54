package org.devmap.runtime.umem;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.devmap.CallContext;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.Panic;
import org.devmap.backend.MemoryRequest;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemRequest;
import org.devmap.dto.CookieSnapshot;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.memory.HostedMemory;
import org.devmap.runtime.memory.MemoryProviders;
import org.devmap.runtime.memory.TrashPage;
import org.devmap.runtime.translation.AccessKind;

/** ddi_umem_alloc(9F) and the cookies that are not freed. */
public final class UmemRegistry {

    private final MemoryProviders providers;
    private final AddressMap kernelAddresses;
    private final CallStack calls;
    private final Executor serviceThread;
    private final Consumer<String> diagnostics;
    private final TrashPage trash = new TrashPage();
    private final Set<Cookie> cookies = ConcurrentHashMap.newKeySet();

    /**
     * No cookies yet.
     *
     * @param providers who hosts memory
     * @param kernelAddresses where kernel addresses come from
     * @param calls who is calling
     * @param serviceThread does what must not be done in interrupt context
     * @param diagnostics hears one line for each oddity
     */
    public UmemRegistry(MemoryProviders providers, AddressMap kernelAddresses, CallStack calls, Executor serviceThread,
                        Consumer<String> diagnostics) {
        this.providers = providers;
        this.kernelAddresses = kernelAddresses;
        this.calls = calls;
        this.serviceThread = serviceThread;
        this.diagnostics = diagnostics;
    }

    /**
     * ddi_umem_alloc(9F).
     *
     * @param request what is wanted
     * @param device for whom, for people
     * @return the cookie
     * @throws DdiException EINVAL for size 0 or one that wraps, ENOMEM, ENOTSUP
     */
    public Cookie allocate(UmemRequest request, String device) throws DdiException {
        UmemFlags flags = request.flags();
        boolean pageable = flags.contains(UmemFlags.PAGEABLE);
        boolean trashed = flags.contains(UmemFlags.TRASH);
        boolean sleep = !flags.contains(UmemFlags.NOSLEEP);
        if (pageable && trashed) {
            throw new Panic("umemAlloc with PAGEABLE and TRASH together; choose one (S-282)");
        }
        if (sleep) {
            calls.forbidInterrupt("umemAlloc with SLEEP", "NOSLEEP is allowed there");
        }
        long size = Pages.roundUp(request.size());
        if (size == 0) {
            throw new DdiException(Errno.EINVAL, "size " + Long.toUnsignedString(request.size())
                    + " must be greater than 0 and not wrap when rounded up to pages");
        }
        if (size < 0 || Pages.btop(size) > Integer.MAX_VALUE) {
            throw new DdiException(Errno.ENOMEM, "size " + Long.toUnsignedString(size) + " is more than a cookie can have");
        }
        Cookie cookie = trashed ? new TrashCookie(size, trash, device, this) : hosted(request, size, pageable, sleep, device);
        cookies.add(cookie);
        return cookie;
    }

    private AllocatedCookie hosted(UmemRequest request, long size, boolean pageable, boolean sleep, String device)
            throws DdiException {
        HostedMemory memory = providers.allocate(forProvider(request, size, pageable, device), sleep);
        return new AllocatedCookie(size, memory, pageable, device, this,
                kernelAddresses.assign(size, memory, 0, AccessKind.PLAIN));
    }

    private static MemoryRequest forProvider(UmemRequest request, long size, boolean pageable, String device) {
        MemoryRequest wanted = MemoryRequest.of(size, "umem of " + device);
        wanted = pageable ? wanted : wanted.lockedDown();
        wanted = request.name().map(wanted::shared).orElse(wanted);
        wanted = request.peersReadOnly() ? wanted.readOnlyForPeers() : wanted;
        return request.hugePages() ? wanted.huge() : wanted;
    }

    /**
     * What was allocated for a device and is not freed.
     *
     * @param device its name
     * @return cookies by id
     */
    public List<UmemCookie> allocatedFor(String device) {
        return cookies.stream().filter(cookie -> cookie.isAllocatedFor(device))
                .sorted(Comparator.comparingLong(Cookie::id)).map(UmemCookie.class::cast).toList();
    }

    /** A cookie was made elsewhere: locked user memory. */
    public void made(LockedCookie cookie) {
        cookies.add(cookie);
    }

    void freed(Cookie cookie) {
        cookies.remove(cookie);
    }

    void freed(AllocatedCookie cookie, AddressMap.Range range, boolean shown) {
        cookies.remove(cookie);
        kernelAddresses.remove(range);
        if (shown) {
            diagnostics.accept("umem of " + cookie.device() + " was freed while it is mapped; its mappings fail EFAULT from now on");
        }
    }

    void outsideInterrupts(Runnable work) {
        if (calls.context() == CallContext.INTERRUPT) {
            serviceThread.execute(work);
        } else {
            work.run();
        }
    }

    /**
     * Frees what drivers left, when the system ends.
     */
    public void freeAll() {
        for (Cookie cookie : cookies) {
            cookie.free();
        }
    }

    /**
     * The cookies that are not freed.
     *
     * @return pictures of them
     */
    public List<CookieSnapshot> snapshot() {
        return cookies.stream().map(Cookie::snapshot).toList();
    }
}
