package org.devmap.conformance.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.map;
import static org.devmap.conformance.bench.Calls.unmap;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.junit.jupiter.api.Test;

class JournalTest {

    private final Journal journal = new Journal();

    @Test
    void aCallReadsAsItsEntryWithAllArgumentsAndItsAnswer() {
        int call = journal.begin(map(H1, 0x1000, 0x2000).with("flags", MapFlags.SHARED));
        journal.end(call, "pvt1");
        assertThat(journal.all()).hasToString("[map(H1, off 0x1000, len 0x2000, flags SHARED) -> pvt1]");
    }

    @Test
    void aFailureIsRecordedAsItsOutcome() {
        journal.end(journal.begin(map(H1, 0, 0x1000)), new DdiException(Errno.EAGAIN, "not now"));
        journal.expect(map(H1, 0, 0x1000).with("result", Outcome.errno(Errno.EAGAIN)));
        journal.end(journal.begin(map(H1, 0, 0x1000)), new IllegalStateException("a defect"));
        assertThat(journal.all().getLast()).asString().contains("IllegalStateException: a defect");
    }

    @Test
    void onlyTheArgumentsThatATestNamesAreCompared() {
        journal.begin(map(H1, 0x1000, 0x2000).with("flags", MapFlags.SHARED));
        assertThatCode(() -> journal.expect(map(H1, 0x1000, 0x2000))).doesNotThrowAnyException();
    }

    @Test
    void anotherValueOfANamedArgumentIsNotExpected() {
        journal.begin(map(H1, 0x1000, 0x2000).with("flags", MapFlags.SHARED));
        assertThatThrownBy(() -> journal.expect(map(H1, 0x1000, 0x2000).with("flags", MapFlags.PRIVATE)))
                .isInstanceOf(Unmet.class).hasMessageContaining("flags PRIVATE").hasMessageContaining("flags SHARED");
    }

    @Test
    void oneCallTooManyIsNotExpected() {
        journal.begin(map(H1, 0, 0x1000));
        journal.begin(unmap(H1, 0, 0x1000));
        assertThatThrownBy(() -> journal.expect(map(H1, 0, 0x1000))).isInstanceOf(Unmet.class);
    }

    @Test
    void oneCallTooFewIsNotExpected() {
        journal.begin(map(H1, 0, 0x1000));
        assertThatThrownBy(() -> journal.expect(map(H1, 0, 0x1000), unmap(H1, 0, 0x1000))).isInstanceOf(Unmet.class);
    }

    @Test
    void whatWasExpectedOnceIsConsumed() {
        journal.begin(map(H1, 0, 0x1000));
        journal.expect(map(H1, 0, 0x1000));
        assertThatCode(journal::expectNothing).doesNotThrowAnyException();
        assertThat(journal.all()).hasSize(1);
    }

    @Test
    void openAndAttachAreLookedPastUnlessEverythingIsExpected() {
        journal.begin(Call.of("open"));
        assertThatCode(journal::expectNothing).doesNotThrowAnyException();
        journal.begin(Call.of("close"));
        assertThatCode(() -> journal.expectEverything(Call.of("close"))).doesNotThrowAnyException();
    }
}
