package org.devmap.runtime.nexus;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.devmap.Pages;
import org.devmap.backend.RegisterModel;

/** Answers for a device that has gone: nobody is there (all ones), or a page of trash. */
public final class Substitute implements RegisterModel {

    private static final int PAGE = (int) Pages.SIZE;

    private final ByteBuffer trash;

    private Substitute(ByteBuffer trash) {
        this.trash = trash;
    }

    /** A bus where nobody answers. */
    public static Substitute allOnes() {
        return new Substitute(null);
    }

    /** A page that keeps what is written, again and again. */
    public static Substitute trash() {
        return new Substitute(ByteBuffer.allocate(PAGE).order(ByteOrder.nativeOrder()));
    }

    /** It answers for devices of every size. */
    @Override
    public long size() {
        return Long.MAX_VALUE & -Pages.SIZE;
    }

    @Override
    public long read(long offset, int width) {
        if (trash == null) {
            return -1;
        }
        int at = (int) (offset % PAGE);
        synchronized (trash) {
            return switch (width) {
                case 1 -> trash.get(at);
                case 2 -> trash.getShort(at);
                case 4 -> trash.getInt(at);
                default -> trash.getLong(at);
            };
        }
    }

    @Override
    public void write(long offset, int width, long value) {
        if (trash == null) {
            return;
        }
        int at = (int) (offset % PAGE);
        synchronized (trash) {
            switch (width) {
                case 1 -> trash.put(at, (byte) value);
                case 2 -> trash.putShort(at, (short) value);
                case 4 -> trash.putInt(at, (int) value);
                default -> trash.putLong(at, value);
            }
        }
    }
}
