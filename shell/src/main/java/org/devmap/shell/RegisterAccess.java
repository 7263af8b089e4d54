package org.devmap.shell;

import java.util.function.Function;
import org.devmap.DdiException;
import org.devmap.driver.RegisterHandle;
import org.devmap.dto.NodeSnapshot;
import org.devmap.dto.NodeSnapshot.Registers;
import org.devmap.embed.DevmapAdmin;

/** Access to register sets of devices, for the length of an action. */
final class RegisterAccess {

    private RegisterAccess() {
    }

    /** Does something with a set; what goes wrong is a failure that says of what. */
    static <T> T with(DevmapAdmin admin, String what, NodeSnapshot node, Registers set, Function<RegisterHandle, T> action) {
        try (RegisterHandle registers = admin.registers(node.name(), set.number())) {
            return action.apply(registers);
        } catch (DdiException | RuntimeException e) {
            throw new CommandFailure(what, e);
        }
    }
}
