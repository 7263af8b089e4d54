package org.devmap.runtime.memory;

import org.devmap.Pages;
import org.devmap.backend.RegisterModel;
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Hat;

/** Registers with behaviour as a source of frames. */
public final class ModelledRegisters implements FrameSource {

    private final RegisterModel model;
    private final Audience audience = new Audience();
    private volatile boolean gone;

    /**
     * The registers of a model.
     *
     * @param model the behaviour
     */
    public ModelledRegisters(RegisterModel model) {
        this.model = model;
    }

    @Override
    public long size() {
        return Pages.roundUp(model.size());
    }

    @Override
    public boolean isContiguous() {
        return true;
    }

    @Override
    public FrameRun frames(long offset, long address, AccessKind kind) {
        return FrameRun.model(model, offset - address).until(this::isGone);
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    @Override
    public void shownBy(Hat table) {
        audience.add(table);
    }

    @Override
    public void forget(Hat table) {
        audience.remove(table);
    }

    /** Revokes every translation: the device is gone. */
    public void revoke() {
        gone = true;
        audience.revoke();
    }
}
