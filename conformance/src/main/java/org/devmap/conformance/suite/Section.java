package org.devmap.conformance.suite;

import java.util.List;
import org.devmap.conformance.statements.AddressStatements;
import org.devmap.conformance.statements.CallbackRecordStatements;
import org.devmap.conformance.statements.ConcurrencyStatements;
import org.devmap.conformance.statements.ContextStatements;
import org.devmap.conformance.statements.DataModelStatements;
import org.devmap.conformance.statements.DevmapLoopStatements;
import org.devmap.conformance.statements.DispatchStatements;
import org.devmap.conformance.statements.DocumentMappingStatements;
import org.devmap.conformance.statements.DocumentMemoryStatements;
import org.devmap.conformance.statements.DocumentTranslationStatements;
import org.devmap.conformance.statements.DriverFrameworkStatements;
import org.devmap.conformance.statements.DrvMmapStatements;
import org.devmap.conformance.statements.FaultStatements;
import org.devmap.conformance.statements.ForkStatements;
import org.devmap.conformance.statements.LoadUnloadStatements;
import org.devmap.conformance.statements.MapCallbackStatements;
import org.devmap.conformance.statements.MmapStatements;
import org.devmap.conformance.statements.OffsetStatements;
import org.devmap.conformance.statements.ProtectionStatements;
import org.devmap.conformance.statements.RegisterStatements;
import org.devmap.conformance.statements.RemapStatements;
import org.devmap.conformance.statements.SetupStatements;
import org.devmap.conformance.statements.SoftLockStatements;
import org.devmap.conformance.statements.UmemLockStatements;
import org.devmap.conformance.statements.UmemStatements;
import org.devmap.conformance.statements.UnmapStatements;

/** The sections of chapter 3 and the classes that test them. */
public enum Section {

    /** mmap(2) and friends. */
    MMAP("3.1", MmapStatements.class),
    /** Dispatch. */
    DISPATCH("3.2", DispatchStatements.class),
    /** The devmap(9E) loop. */
    DEVMAP_LOOP("3.3", DevmapLoopStatements.class),
    /** Offsets. */
    OFFSETS("3.4", OffsetStatements.class),
    /** Protection. */
    PROTECTION("3.5", ProtectionStatements.class),
    /** The setup functions. */
    SETUP("3.6", SetupStatements.class),
    /** The callback control record. */
    CALLBACK_RECORD("3.7", CallbackRecordStatements.class),
    /** PRIVATE, FIXED, ALIGN, address choice. */
    ADDRESS("3.8", AddressStatements.class),
    /** The map callback. */
    MAP_CALLBACK("3.9", MapCallbackStatements.class),
    /** Faults and the access callback. */
    FAULTS("3.10", FaultStatements.class),
    /** load and unload. */
    LOAD_UNLOAD("3.11", LoadUnloadStatements.class),
    /** Context management. */
    CONTEXT("3.12", ContextStatements.class),
    /** Soft locks. */
    SOFT_LOCK("3.13", SoftLockStatements.class),
    /** Remap. */
    REMAP("3.14", RemapStatements.class),
    /** fork. */
    FORK("3.15", ForkStatements.class),
    /** unmap. */
    UNMAP("3.16", UnmapStatements.class),
    /** umem allocation. */
    UMEM("3.17", UmemStatements.class),
    /** User memory locks. */
    UMEM_LOCK("3.18", UmemLockStatements.class),
    /** Data model. */
    DATA_MODEL("3.19", DataModelStatements.class),
    /** Registers. */
    REGISTERS("3.20", RegisterStatements.class),
    /** Driver framework. */
    DRIVER_FRAMEWORK("3.21", DriverFrameworkStatements.class),
    /** drv_mmap. */
    DRV_MMAP("3.22", DrvMmapStatements.class),
    /** Concurrency. */
    CONCURRENCY("3.23", ConcurrencyStatements.class),
    /** Added from the originating documents. */
    DOCUMENTS("3.24", DocumentMappingStatements.class, DocumentTranslationStatements.class, DocumentMemoryStatements.class);

    private final String number;
    private final List<Class<?>> tests;

    Section(String number, Class<?>... tests) {
        this.number = number;
        this.tests = List.of(tests);
    }

    /**
     * The number.
     *
     * @return for example {@code "3.3"}
     */
    public String number() {
        return number;
    }

    /**
     * The classes that test its statements: one, or more where one would be too long.
     *
     * @return each with a public constructor without parameters
     */
    public List<Class<?>> tests() {
        return tests;
    }
}
