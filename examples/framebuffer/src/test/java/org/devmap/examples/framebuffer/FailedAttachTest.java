package org.devmap.examples.framebuffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.OptionalLong;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.UmemCookie;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of an attach that failed: nothing, because detach is not called. */
class FailedAttachTest {

    private final FramebufferDriver driver = new FramebufferDriver();
    private String failing = "";
    private int cookies;

    private final DeviceInfo device = proxy(DeviceInfo.class, (self, method, arguments) -> switch (method.getName()) {
        case "instance" -> 0;
        case "regSize" -> 4L << 20;
        case "numberProperty" -> OptionalLong.empty();
        case "umemAlloc" -> cookie();
        case "createMinorNode" -> {
            if (arguments[0].equals(failing)) {
                throw new DdiException(Errno.EBUSY, "the name is taken");
            }
            yield null;
        }
        default -> throw new UnsupportedOperationException(method.toString());
    });

    private UmemCookie cookie() {
        cookies++;
        return proxy(UmemCookie.class, (self, method, arguments) -> switch (method.getName()) {
            case "free" -> {
                cookies--;
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @ParameterizedTest
    @ValueSource(strings = {"screen", "board"})
    void theCursorIsFreedAndTheNextAttachSucceeds(String minor) {
        failing = minor;
        assertThatThrownBy(() -> driver.attach(device)).isInstanceOf(DdiException.class);
        assertThat(cookies).isZero();
        failing = "";
        assertThatNoException().isThrownBy(() -> driver.attach(device));
        assertThat(cookies).isEqualTo(1);
    }
}
