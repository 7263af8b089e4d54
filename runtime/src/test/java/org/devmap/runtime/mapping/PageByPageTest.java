package org.devmap.runtime.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.MapFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.runtime.handle.HandleDevice;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Hat;
import org.devmap.runtime.translation.Translation;
import org.junit.jupiter.api.Test;

/** A driver that is asked for a page again answers another register set than before. */
class PageByPageTest {

    private static final long P = Pages.SIZE;

    /** Knows who shows it. */
    private static final class Shown implements FrameSource {

        private final Set<Hat> tables = new HashSet<>();

        @Override
        public long size() {
            return P;
        }

        @Override
        public boolean isContiguous() {
            return true;
        }

        @Override
        public FrameRun frames(long offset, long address, AccessKind kind) {
            throw new AssertionError("nothing is loaded");
        }

        @Override
        public boolean isGone() {
            return false;
        }

        @Override
        public void shownBy(Hat table) {
            tables.add(table);
        }

        @Override
        public void forget(Hat table) {
            tables.remove(table);
        }
    }

    private final AddressMap addresses = new AddressMap(P);
    private final Shown first = new Shown();
    private final Shown second = new Shown();
    private final AddressMap.Range firstRange = addresses.assign(P, first, 0, AccessKind.VOLATILE);
    private final AddressMap.Range secondRange = addresses.assign(P, second, 0, AccessKind.VOLATILE);
    private final Hat table = new Translation(0, 1);
    private final Hat another = new Translation(0, 1);
    private AddressMap.Range answer = firstRange;
    private final PageByPage pages = new PageByPage(new MappingTarget(null, addresses, null, null, null, null,
            new HandleDevice(new Dev(1, 1), this, "card", null), null, null, null, "/devices/card:0", true, true),
            (_, _, _) -> Pages.btop(answer.start()),
            new MapRequest(0, 0, P, Protection.READ_WRITE, Protection.ALL, MapFlags.SHARED), P);

    private void answerBoth() throws DdiException {
        pages.find(0);
        pages.shownBy(table);
        answer = secondRange;
        pages.find(0);
    }

    @Test
    void theOtherSetKnowsWhoShowsTheMappingBeforeThePageIsLoaded() throws Exception {
        answerBoth();
        assertThat(second.tables).containsExactly(table);
        pages.shownBy(another);
        assertThat(second.tables).containsExactlyInAnyOrder(table, another);
    }

    @Test
    void bothForgetTheTableWhenTheMappingEnds() throws Exception {
        answerBoth();
        pages.forget(table);
        assertThat(first.tables).isEmpty();
        assertThat(second.tables).isEmpty();
    }

    @Test
    void aTableThatHasEndedIsNotShownToASetThatIsAnsweredLater() throws Exception {
        pages.find(0);
        pages.shownBy(table);
        pages.forget(table);
        answer = secondRange;
        pages.find(0);
        assertThat(second.tables).isEmpty();
    }
}
