package org.devmap.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.devmap.app.AddressSpace;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.system.Devmap;
import org.junit.jupiter.api.Test;

/** What ends with a client: the spaces it made and everything forked from them. */
class FamilyTest {

    @Test
    void forkedChildrenBelongToTheProcessTheyDescendFromUntilTheyExit() throws Exception {
        try (Devmap system = new Devmap(SystemConfiguration.builder().clock(new ManualClock()).build())) {
            AddressSpace first = system.spaces().create("client");
            AddressSpace other = system.spaces().create("client");
            AddressSpace child = first.fork();
            AddressSpace grandchild = child.fork();
            assertThat(system.spaces().familyOf(first)).extracting(AddressSpace::id)
                    .containsExactly(grandchild.id(), child.id(), first.id());
            assertThat(system.spaces().familyOf(other)).extracting(AddressSpace::id).containsExactly(other.id());
            child.close();
            assertThat(system.spaces().familyOf(first)).extracting(AddressSpace::id).containsExactly(grandchild.id(), first.id());
        }
    }
}
