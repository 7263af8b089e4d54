package org.devmap.runtime.translation;

import org.openjdk.jcstress.annotations.State;

/** A page that is guarded. */
@State
public class GuardedPage extends Raced {

    /** For the harness. */
    public GuardedPage() {
        super(Tier.GUARDED);
    }
}
