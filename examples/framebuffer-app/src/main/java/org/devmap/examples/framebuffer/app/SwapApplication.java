package org.devmap.examples.framebuffer.app;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.dto.MemorySnapshot;
import org.devmap.dto.ProviderSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.devmap.embed.SwapProbe;
import org.devmap.embed.SwapReport;
import org.devmap.embed.SwapReport.Move;
import org.devmap.embed.SwapReport.Outcome;
import org.devmap.embed.SwapRequest;
import org.devmap.embed.SwapStep;
import org.devmap.examples.demo.DemoOptions;
import org.devmap.examples.demo.Narrator;
import org.devmap.examples.demo.Scenario;
import org.devmap.examples.demo.Unexpected;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * A picture is being drawn and looked at, and counters behind it are being counted, while the memory of the screen
 * moves to another backend and back ten times, and while every step of such a move fails once.
 */
@Component(property = "service.ranking:Integer=5")
public final class SwapApplication implements Scenario {

    private static final String NODE = "framebuffer0";
    private static final String SCREEN = "/devices/" + NODE + ":screen";
    private static final String MEMORY = "register set vram of " + NODE;
    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;
    private static final int ROUNDS = 10;

    /** Where somebody can be told of the steps of a swap. */
    @FunctionalInterface
    interface Probes {

        /** Tells it from now on, until the answer is closed. */
        AutoCloseable add(SwapProbe probe);
    }

    private final AddressSpace painter;
    private final DevmapAdmin admin;
    private final Probes probes;

    /**
     * As a component.
     *
     * @param painter the address space of this bundle
     * @param admin moves memory
     * @param context where a probe is offered as a service
     */
    @Activate
    public SwapApplication(@Reference AddressSpace painter, @Reference DevmapAdmin admin, BundleContext context) {
        this(painter, admin, probe -> {
            ServiceRegistration<SwapProbe> service = context.registerService(SwapProbe.class, probe, null);
            return service::unregister;
        });
    }

    SwapApplication(AddressSpace painter, DevmapAdmin admin, Probes probes) {
        this.painter = painter;
        this.admin = admin;
        this.probes = probes;
    }

    @Override
    public String name() {
        return "swap";
    }

    @Override
    public String summary() {
        return "the memory of the screen moves to another backend and back while it is drawn";
    }

    @Override
    public List<String> devices() {
        return List.of(NODE);
    }

    @Override
    public boolean isPlayedUnasked() {
        return false;
    }

    @Override
    public void play(DemoOptions options, Narrator narrator) throws Exception {
        BufferedImage picture = DuskPicture.draw(WIDTH, HEIGHT);
        try (DeviceFile file = painter.open(SCREEN, OpenFlags.READ_WRITE);
             Mapping screen = file.map(0, file.size().orElseThrow(), Protection.READ_WRITE, MapFlags.SHARED)) {
            Geometry geometry = Geometry.of(picture);
            geometry.set(file);
            geometry.draw(picture, screen);
            try (MovingPicture drawing = new MovingPicture(picture, geometry, screen)) {
                narrator.tell("one thread draws the picture and looks at it", geometry, "others count behind it");
                faults(narrator);
                moves(narrator);
                MovingPicture.Outcome outcome = drawing.stop();
                narrator.tell("the picture was drawn", outcome.drawn() + " times", "each time compared pixel by pixel");
                narrator.tell("counted", outcome.counted(), "plainly and atomically, each number in two halves");
                narrator.expect("what is wrong with picture and counters", "nothing", outcome.wrong(),
                        "nothing lost, doubled or torn");
                narrator.tell("the longest that an access took", millis(outcome.longestNanos()), "all waits included");
            }
        }
    }

    private String host() throws Unexpected {
        return admin.snapshot().memory().stream().filter(piece -> piece.purpose().equals(MEMORY))
                .map(MemorySnapshot::provider)
                .findFirst().orElseThrow(() -> new Unexpected("expected memory called '" + MEMORY + "', came none"));
    }

    private SwapRequest toOther() throws Unexpected {
        String from = host();
        String to = admin.snapshot().providers().stream().map(ProviderSnapshot::name).filter(name -> !name.equals(from))
                .findFirst()
                .orElseThrow(() -> new Unexpected("expected a second memory provider, came " + from + " alone"));
        return SwapRequest.of(from, to);
    }

    private Move swap(SwapRequest request) throws DdiException, Unexpected {
        SwapReport report = admin.swap(request);
        return report.moves().stream().filter(move -> move.what().equals(MEMORY)).findFirst()
                .orElseThrow(() -> new Unexpected("expected '%s' to be with %s, came %s"
                        .formatted(MEMORY, request.from(), report.moves())));
    }

    /** Each step fails once: until the new place is declared the memory stays, from then on it has moved. */
    private void faults(Narrator narrator) throws Exception {
        for (SwapStep step : SwapStep.values()) {
            SwapProbe fault = reached -> {
                if (reached == step) {
                    throw new IllegalStateException("a fault for the demo");
                }
            };
            SwapRequest request = toOther();
            try (AutoCloseable _ = probes.add(fault)) {
                Move move = swap(request);
                boolean moves = step.compareTo(SwapStep.PUBLISH) > 0;
                narrator.expect("a fault at " + step, moves ? Outcome.MOVED : Outcome.STAYED, move.outcome(),
                        moves ? "the move stands" : "still with " + request.from() + ", nothing lost");
            }
        }
    }

    private void moves(Narrator narrator) throws DdiException, Unexpected {
        for (int round = 1; round <= ROUNDS; round++) {
            for (int way = 0; way < 2; way++) {
                SwapRequest request = round % 2 == 0 ? toOther().byChunks() : toOther();
                Move move = swap(request);
                narrator.expect("%2d: %s -> %s, %s".formatted(round, request.from(), request.to(),
                        request.isByChunks() ? "by chunks" : "at once"), Outcome.MOVED, move.outcome(),
                        "pause %9s, copy %9s, prepared %9s".formatted(millis(move.pauseNanos()),
                                millis(move.copyNanos()), millis(move.prepareNanos())));
            }
        }
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
