package org.devmap.examples.edu.app;

import java.util.List;
import org.devmap.DdiException;
import org.devmap.app.AddressSpace;
import org.devmap.examples.demo.DemoOptions;
import org.devmap.examples.demo.Narrator;
import org.devmap.examples.demo.Scenario;
import org.devmap.examples.demo.Unexpected;
import org.devmap.examples.edu.app.Check.Verdict;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Registers, interrupts and DMA of one device, as the demo plays them. */
@Component(property = "service.ranking:Integer=15")
public final class EduApplication implements Scenario {

    private static final String NODE = "edu0";
    private static final int INTERRUPTS = 100;

    private final AddressSpace space;

    /**
     * As a component.
     *
     * @param space the address space of this bundle
     */
    @Activate
    public EduApplication(@Reference AddressSpace space) {
        this.space = space;
    }

    @Override
    public String name() {
        return "edu";
    }

    @Override
    public String summary() {
        return "a device that computes, interrupts and reaches memory by itself";
    }

    @Override
    public List<String> devices() {
        return List.of(NODE);
    }

    @Override
    public void play(DemoOptions options, Narrator narrator) throws DdiException, Unexpected {
        for (Check check : new EduChecks(space, NODE).run(INTERRUPTS, true)) {
            if (check.verdict() == Verdict.NOT_POSSIBLE) {
                narrator.tell(check.what(), check.verdict(), check.why());
            } else {
                narrator.expect(check.what(), check.expected(), check.came(), check.why());
            }
        }
    }
}
