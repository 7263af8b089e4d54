package org.devmap.examples.edu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DmaBinding;
import org.devmap.driver.Interrupt;
import org.devmap.driver.RegisterHandle;
import org.devmap.driver.UmemCookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of an attach that failed: nothing, because detach is not called. */
class FailedAttachTest {

    private final EduDriver driver = new EduDriver();
    /** What was made and has not ended. */
    private final List<String> open = new ArrayList<>();
    private String failing = "";
    private Errno errno = Errno.EIO;
    private int identity = EduRegisters.IDENTITY_VALUE;
    private long size = EduRegisters.SIZE;

    private final DeviceInfo device = proxy(DeviceInfo.class, (self, method, arguments) -> switch (method.getName()) {
        case "instance" -> 0;
        case "name" -> "edu0";
        case "nregs" -> 2;
        case "regSize" -> arguments[0].equals(1) ? size : 256;
        case "regsMapSetup" -> make("regsMapSetup", RegisterHandle.class);
        case "umemAlloc" -> make("umemAlloc", UmemCookie.class);
        case "dmaBind" -> make("dmaBind", DmaBinding.class);
        case "addInterrupt" -> make("addInterrupt", Interrupt.class);
        case "createMinorNode" -> step("createMinorNode " + arguments[0]);
        default -> throw new UnsupportedOperationException(method.toString());
    });

    private Object step(String what) throws DdiException {
        if (what.equals(failing)) {
            throw new DdiException(errno, what + " fails");
        }
        return null;
    }

    private <T> T make(String what, Class<T> type) throws DdiException {
        step(what);
        open.add(what);
        return proxy(type, (self, method, arguments) -> switch (method.getName()) {
            case "get32" -> identity;
            case "enable" -> step("enable");
            case "close", "free" -> {
                assertThat(open.removeLast()).as("last in, first out").isEqualTo(what);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @ParameterizedTest
    @ValueSource(strings = {"regsMapSetup", "umemAlloc", "dmaBind", "addInterrupt", "enable",
        "createMinorNode registers", "createMinorNode buffer"})
    void whateverStepFailsNothingIsLeftAndTheNextAttachSucceeds(String step) throws DdiException {
        failing = step;
        assertThatThrownBy(() -> driver.attach(device)).isInstanceOf(DdiException.class)
                .hasMessage("EIO: " + step + " fails");
        assertThat(open).isEmpty();
        failing = "";
        driver.attach(device);
        driver.detach(device);
        assertThat(open).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0x1234, 0x100000, edu0 says 0x00001234 of itself", "0x010000ed, 4096, none of the 2 register sets"})
    void anotherDeviceIsRefused(String saysOfItself, long bytes, String message) {
        identity = Integer.decode(saysOfItself);
        size = bytes;
        assertThatThrownBy(() -> driver.attach(device)).hasMessageContaining(message);
        assertThat(open).isEmpty();
    }

    /** ENOTSUP of dmaBind alone: the same number from elsewhere is a failure. */
    @Test
    void attachSucceedsWithoutDma() throws DdiException {
        errno = Errno.ENOTSUP;
        failing = "dmaBind";
        driver.attach(device);
        assertThat(open).containsExactly("regsMapSetup", "umemAlloc", "addInterrupt");
        driver.detach(device);
        assertThat(open).isEmpty();
        failing = "umemAlloc";
        assertThatThrownBy(() -> driver.attach(device)).isInstanceOf(DdiException.class);
    }
}
