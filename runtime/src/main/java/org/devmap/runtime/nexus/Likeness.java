package org.devmap.runtime.nexus;

import java.util.List;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.backend.RegisterSet;

/** Whether the register sets of two nexuses are alike: drivers know sets by number, and go on with them as they are. */
final class Likeness {

    private Likeness() {
    }

    /** Requires as many, of the same kinds, of as many pages; EINVAL naming the first difference. */
    static void require(String node, List<RegisterSet> now, List<RegisterSet> next) throws DdiException {
        if (next.size() != now.size()) {
            throw new DdiException(Errno.EINVAL, "node %s has %d register sets, the other one %d"
                    .formatted(node, now.size(), next.size()));
        }
        for (int i = 0; i < now.size(); i++) {
            RegisterSet here = now.get(i);
            RegisterSet there = next.get(i);
            boolean sameKind = here.isRegisters() == there.isRegisters() && here.space() == there.space()
                    && here instanceof RegisterSet.Hosted == there instanceof RegisterSet.Hosted;
            if (!sameKind || Pages.roundUp(here.size()) != Pages.roundUp(there.size())) {
                throw new DdiException(Errno.EINVAL, "register set %d of %s is %s, of the other one %s"
                        .formatted(i, node, describe(here), describe(there)));
            }
        }
    }

    private static String describe(RegisterSet set) {
        return "%s %s of 0x%x bytes in %s space%s".formatted(set.isRegisters() ? "REGISTERS" : "MEMORY", set.name(),
                set.size(), set.space(), set instanceof RegisterSet.Hosted ? ", hosted" : "");
    }
}
