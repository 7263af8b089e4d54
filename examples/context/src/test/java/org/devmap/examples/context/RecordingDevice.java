package org.devmap.examples.context;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.FaultCode;
import org.devmap.FaultException;
import org.devmap.Pages;
import org.devmap.driver.ContextCallback;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.NamedRegister;
import org.devmap.driver.RegisterHandle;

/** A device and handles of mappings that note what the driver does to them, in one list. */
final class RecordingDevice {

    /** What was done to the device and the handles, in order. */
    final List<String> log = Collections.synchronizedList(new ArrayList<>());
    /** What happens while the device switches. */
    Runnable duringSwitch = () -> { };
    /** The step that fails, if any: {@code map} with the number of a set, the name of a register, or {@code createMinorNode}. */
    String failing = "";
    /** Register sets that are mapped. */
    final Set<Integer> mapped = new HashSet<>();
    private final ThreadLocal<Context> touched = new ThreadLocal<>();

    DeviceInfo info() {
        return proxy(DeviceInfo.class, (self, method, arguments) -> switch (method.getName()) {
            case "regNumber" -> arguments[0].equals("window") ? 1 : 2;
            case "numberProperty" -> arguments[0].equals("banks") ? OptionalLong.of(16) : OptionalLong.empty();
            case "regsMapSetup" -> registers((int) arguments[0]);
            case "instance" -> 0;
            case "createMinorNode" -> {
                if (failing.equals("createMinorNode")) {
                    throw new DdiException(Errno.EBUSY, "the name is taken");
                }
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private RegisterHandle registers(int set) throws DdiException {
        if (failing.equals("map " + set)) {
            throw new DdiException(Errno.DDI_FAILURE, "set " + set + " cannot be mapped");
        }
        mapped.add(set);
        return proxy(RegisterHandle.class, (self, method, arguments) -> switch (method.getName()) {
            case "register" -> register((String) arguments[0]);
            case "repPut" -> log("clear");
            case "close" -> {
                mapped.remove(set);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private NamedRegister register(String name) throws DdiException {
        if (failing.equals(name)) {
            throw new DdiException(Errno.EINVAL, "there is no register " + name);
        }
        return proxy(NamedRegister.class, (self, method, arguments) -> switch (method.getName()) {
            case "put" -> {
                log(name + "=" + arguments[0]);
                duringSwitch.run();
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    /** What an application's touch of the page does. */
    void touch(Contexts contexts, Context context) throws FaultException {
        touched.set(context);
        contexts.access(context.handle(), context, 0, Pages.SIZE, AccessType.ACCESS, AccessDirection.WRITE);
    }

    DevmapCookie handle(String name) {
        return handle(name, false);
    }

    /** A handle whose pages are not where they are looked for. */
    DevmapCookie handleElsewhere(String name) {
        return handle(name, true);
    }

    private DevmapCookie handle(String name, boolean elsewhere) {
        return proxy(DevmapCookie.class, (self, method, arguments) -> switch (method.getName()) {
            case "setContextTimeout" -> null;
            case "load", "unload" -> {
                log(name + "." + method.getName() + "(" + arguments[0] + ", " + arguments[1] + ")");
                if (elsewhere) {
                    throw new FaultException(FaultCode.makeErr(22), "not in this handle");
                }
                yield null;
            }
            case "doContextManagement" -> {
                @SuppressWarnings("unchecked")
                ContextCallback<Context> switchTo = (ContextCallback<Context>) arguments[4];
                switchTo.switchTo((DevmapCookie) self, touched.get(), (long) arguments[0], (long) arguments[1],
                        (AccessType) arguments[2], (AccessDirection) arguments[3]);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private Object log(String line) {
        log.add(line);
        return null;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
