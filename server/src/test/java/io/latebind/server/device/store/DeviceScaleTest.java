package io.latebind.server.device.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import io.latebind.server.device.ClaimedDevice;
import io.latebind.server.device.DeviceCursor;
import io.latebind.server.device.DeviceFilter;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Sight;
import io.latebind.server.provisioning.CommandRequest;
import io.latebind.server.provisioning.DeviceBuffers;
import io.latebind.server.provisioning.NewCommand;
import io.latebind.server.provisioning.link.FetchRequest;
import io.latebind.server.provisioning.link.LinkAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * A list and a visit cost the same for ten times the devices. What is counted are the blocks that PostgreSQL touches, not time
 * (docs/performance.md has that, for 10,000 and 1,000,000).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceScaleTest {
    private static final Origin FROM = new Origin("198.51.100.7", "test");

    private static final int SMALL = 2_000;
    private static final int LARGE = 20_000;

    private static final int PAGE = 20;

    /**
     * An index of ten times the rows may be a level deeper: for each device of two pages in two tables, and for each place that a list
     * is read from. A scan would touch more than a thousand.
     */
    private static final int DEEPER_FOR_LISTS = 2 * (PAGE + 1) * 2 + 30;

    private static final int DEEPER_FOR_VISITS = 25;
    /** PostgreSQL plans a statement for its values at first, and later once and for all. */
    private static final List<String> PLANNING = List.of("force_custom_plan", "force_generic_plan");

    record Listing(boolean everything, DeviceFilter filter) {
        @Override
        public String toString() {
            return filter.status().map(status -> status + " ").orElse("")
                    + filter.tag().map(tag -> "tag " + tag + " ").orElse("")
                    + filter.deviceType().map(type -> "type " + type + " ").orElse("")
                    + (everything ? "for an owner" : "for a viewer");
        }
    }

    static final List<Listing> LISTINGS = listings();

    private static List<Listing> listings() {
        List<Listing> all = new ArrayList<>();
        for (boolean everything : List.of(true, false)) {
            for (Optional<String> tag : anyOr("common", "rare")) {
                for (Optional<DeviceStatus> status : anyOr(DeviceStatus.READY, DeviceStatus.BLOCKED)) {
                    for (Optional<Integer> type : anyOr(6, 5)) {
                        all.add(new Listing(everything, new DeviceFilter(status, tag, type, Optional.empty())));
                    }
                }
            }
        }
        return List.copyOf(all);
    }

    private static <T> List<Optional<T>> anyOr(T first, T second) {
        return List.of(Optional.empty(), Optional.of(first), Optional.of(second));
    }

    private ScaledFleet small;
    private ScaledFleet large;

    @BeforeAll
    void fill() {
        small = new ScaledFleet(SMALL);
        large = new ScaledFleet(LARGE);
    }

    @AfterAll
    void drop() {
        small.close();
        large.close();
    }

    @ParameterizedTest
    @FieldSource("LISTINGS")
    void aPageAndItsTotalTouchAsManyBlocksForTenTimesTheDevices(Listing listing) {
        for (boolean descending : List.of(false, true)) {
            costsTheSame(fleet -> pages(fleet, listing, descending), DEEPER_FOR_LISTS);
        }
    }

    @Test
    void aVisitTouchesAsManyBlocksForTenTimesTheDevices() {
        costsTheSame(DeviceScaleTest::visit, DEEPER_FOR_VISITS);
        assertThat(large.inPlacePerCent()).isGreaterThan(90);
    }

    /** However many devices visit, a list reads few rows besides the totals. */
    @Test
    void addingUpMakesRoomForTheNextChanges() {
        for (int i = 0; i < 20; i++) {
            small.changeStatusOf(400);
            new DeviceCounts(small.transactor).addUp();
        }
        assertThat(small.kilobytesOfChanges()).isLessThan(300);
    }

    /** The first page and the one behind it. */
    private static void pages(ScaledFleet fleet, Listing listing, boolean descending) {
        Sight sight = new Sight(fleet.owner.team(), listing.everything());
        fleet.transactor.perStatement(tx -> {
            PageRequest page = new PageRequest(PAGE, Optional.empty(), descending);
            Page<ClaimedDevice> first = fleet.devices.list(tx, sight, listing.filter(), Optional.empty(), page);
            return first.nextPageToken()
                    .flatMap(DeviceCursor::parse)
                    .map(behind -> fleet.devices.list(tx, sight, listing.filter(), Optional.of(behind), page));
        });
    }

    /** From READY to PROVISIONING, and a visit that finds nothing new. */
    private static void visit(ScaledFleet fleet) {
        TestDevice device = fleet.claimedDevice();
        String jwt = device.jwt(fleet.clock.instant());
        FetchRequest fetch = new FetchRequest("", DeviceBuffers.DEFAULT, Optional.empty(), Optional.empty());
        assertThat(fleet.link.fetch(FROM, jwt, fetch)).isEqualTo(new LinkAnswer.Nothing());
        fleet.changes.add(fleet.owner, device.uuid(), new NewCommand(Optional.empty(), new CommandRequest.Finished()));
        assertThat(fleet.link.fetch(FROM, jwt, fetch)).isInstanceOf(LinkAnswer.Commands.class);
    }

    private void costsTheSame(Consumer<ScaledFleet> work, int deeper) {
        for (String planning : PLANNING) {
            small.plan(planning);
            large.plan(planning);
            long few = blocks(small, work);
            long wholeReads = large.wholeReads();
            long many = blocks(large, work);
            // of a small table PostgreSQL rather reads the few blocks than its index
            assertThat(large.wholeReads()).as("whole tables read, %s", planning).isEqualTo(wholeReads);
            assertThat(many)
                    .as("blocks touched with %d devices, %d with %d, %s", LARGE, few, SMALL, planning)
                    .isLessThanOrEqualTo(few + deeper);
        }
    }

    /** Of the second time: the first one also reads what PostgreSQL has to know about the tables. */
    private static long blocks(ScaledFleet fleet, Consumer<ScaledFleet> work) {
        work.accept(fleet);
        return fleet.blocksOf(() -> work.accept(fleet));
    }
}
