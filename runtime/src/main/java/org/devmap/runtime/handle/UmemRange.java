package org.devmap.runtime.handle;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.driver.UmemCookie;
import org.devmap.runtime.umem.AllocatedCookie;
import org.devmap.runtime.umem.Cookie;
import org.devmap.runtime.umem.LockedCookie;
import org.devmap.runtime.umem.TrashCookie;

/** A range of a cookie, as setup and remap check it (2.7 #1 and #2; D-3, R-8, R-9). */
final class UmemRange {

    private UmemRange() {
    }

    static Cookie check(UmemCookie given, long koff, long length) throws DdiException {
        if (!(given instanceof Cookie cookie)) {
            throw new DdiException(Errno.DDI_FAILURE, given == null ? "cookie is null; it must be one of umemAlloc or umemLock"
                    : "cookie " + given + " was not made by this system");
        }
        if (cookie.isDead()) {
            throw new DdiException(Errno.DDI_FAILURE, "cookie was freed");
        }
        if (!Pages.isAligned(koff) || !Pages.isAligned(length)) {
            throw new DdiException(Errno.DDI_FAILURE,
                    "koff 0x%x and length 0x%x must be multiples of the page size 0x%x (D-3)".formatted(koff, length, Pages.SIZE));
        }
        long size = cookie.size();
        if (koff < 0 || koff > size || length < 0 || length > size - koff) {
            throw new DdiException(Errno.DDI_FAILURE,
                    "koff 0x%x length 0x%x is not inside the cookie of 0x%x bytes".formatted(koff, length, size));
        }
        return cookie;
    }

    static Backing backing(Cookie cookie, long bias, Attributes attributes) {
        String name = switch (cookie) {
            case AllocatedCookie allocated -> "umem";
            case TrashCookie trash -> "trash";
            case LockedCookie locked -> "locked user memory";
        };
        return Backing.umem(cookie, bias, attributes, name);
    }
}
