package org.devmap.runtime.translation;

import org.openjdk.jcstress.annotations.State;

/** A page with a window. */
@State
public class DirectPage extends Raced {

    /** For the harness. */
    public DirectPage() {
        super(Tier.DIRECT);
    }
}
