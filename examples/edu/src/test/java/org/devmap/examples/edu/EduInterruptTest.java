package org.devmap.examples.edu;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.devmap.driver.InterruptHandler.Claim;
import org.devmap.driver.RegisterHandle;
import org.junit.jupiter.api.Test;

/** What the handler does to the device, access by access. */
class EduInterruptTest {

    private final Deque<Integer> status = new ArrayDeque<>();
    private final List<String> log = new ArrayList<>();
    private final RegisterHandle registers = (RegisterHandle) Proxy.newProxyInstance(
            RegisterHandle.class.getClassLoader(), new Class<?>[] {RegisterHandle.class}, (self, method, arguments) -> switch (method.getName()) {
                case "get32" -> {
                    log.add("get 0x%x".formatted(arguments[0]));
                    yield status.size() > 1 ? status.remove() : status.getFirst();
                }
                case "put32" -> {
                    log.add("put 0x%x 0x%x".formatted(arguments[0], arguments[1]));
                    yield null;
                }
                default -> throw new UnsupportedOperationException(method.toString());
            });
    private final EduInterrupt interrupt = new EduInterrupt(null, registers);

    @Test
    void itAcknowledgesWhatThereIsAndLooksAgain() {
        status.addAll(List.of(0x2, 0));
        assertThat(interrupt.handle(null)).isEqualTo(Claim.CLAIMED);
        assertThat(log).containsExactly("get 0x24", "put 0x64 0x2", "get 0x24");
    }

    /** Left behind, it would keep the line up, and no interrupt would ever come again. */
    @Test
    void aReasonThatComesAfterTheFirstLookIsServedAsWell() {
        status.addAll(List.of(0x2, 0x100, 0));
        assertThat(interrupt.handle(null)).isEqualTo(Claim.CLAIMED);
        assertThat(log).containsExactly("get 0x24", "put 0x64 0x2", "get 0x24", "put 0x64 0x100", "get 0x24");
    }

    @Test
    void anInterruptOfAnotherDeviceIsNotClaimedAndNothingIsWritten() {
        status.add(0);
        assertThat(interrupt.handle(null)).isEqualTo(Claim.UNCLAIMED);
        assertThat(log).containsExactly("get 0x24");
    }

    @Test
    void aDeviceThatDoesNotLetGoDoesNotHoldTheInterruptThread() {
        status.add(0x4);
        assertThat(interrupt.handle(null)).isEqualTo(Claim.CLAIMED);
        assertThat(log).hasSize(65);
    }
}
