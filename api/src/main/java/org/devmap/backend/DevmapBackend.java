package org.devmap.backend;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;

/**
 * Says in the bundle's manifest that it is a backend: a capability of the namespace {@value #NAMESPACE}, which the runtime
 * requires so that a resolver picks one. The requirement is active only: exchanging a backend never refreshes the runtime.
 */
@Capability(namespace = DevmapBackend.NAMESPACE, version = "1.0.0")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface DevmapBackend {

    /** The capability's namespace, and the service property that carries a backend's name. */
    String NAMESPACE = "devmap.backend";

    /**
     * The name of the backend, as in {@code --backend NAME}.
     *
     * @return for example {@code "sim"}
     */
    @Attribute("devmap.backend")
    String value();
}
