package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.DEVICES;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The list of claimed devices: filters and pages (specification 7). */
@ExtendWith(SharedService.class)
class DeviceListContractTest {
    private final ApiClient owner;
    private final RunningService service;

    DeviceListContractTest(RunningService service) {
        this.service = service;
        this.owner = service.owner;
    }

    private List<String> pages(String query, int expectedPages) {
        List<String> ids = new ArrayList<>();
        String token = "";
        for (int page = 1; page <= expectedPages; page++) {
            Answer answer = owner.get(DEVICES + query + (token.isEmpty() ? "" : "&pageNextToken=" + token))
                    .is(200);
            assertThat(answer.json().has("pageNextToken")).isEqualTo(page < expectedPages);
            ids.addAll(answer.ids());
            token = answer.text("/pageNextToken");
        }
        return ids;
    }

    @Test
    void pagesInTheOrderOfTheClaimsAndBack() {
        String tag = "pages-" + UUID.randomUUID();
        List<String> claimed = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            claimed.add(owner.claimed(tag).uuid().toString());
        }
        // claims within a millisecond are in the order of their UUIDs: the order is the list's own
        List<String> ascending = pages("?pageLimit=2&tag=" + tag, 4);
        assertThat(ascending).containsExactlyInAnyOrderElementsOf(claimed);
        assertThat(pages("?pageLimit=3&pageSort=desc&tag=" + tag, 3)).isEqualTo(ascending.reversed());
        assertThat(pages("?pageLimit=7&pageSort=asc&tag=" + tag, 1)).isEqualTo(ascending);
        assertThat(owner.get(DEVICES + "?pageLimit=1&tag=" + tag)
                        .json()
                        .get("total")
                        .intValue())
                .isEqualTo(7);
    }

    @Test
    void keepsItsPlaceWhenTheListChangesBetweenPages() {
        String tag = "moving-" + UUID.randomUUID();
        TestDevice first = owner.claimed(tag);
        owner.claimed(tag);
        owner.claimed(tag);
        Answer page = owner.get(DEVICES + "?pageLimit=1&tag=" + tag);
        owner.delete(ApiClient.device(first)).is(204);
        Answer next = owner.get(DEVICES + "?pageLimit=5&tag=" + tag + "&pageNextToken=" + page.text("/pageNextToken"));
        assertThat(next.ids()).hasSize(2).doesNotContain(first.uuid().toString());
    }

    @Test
    void filtersByStatusTagTypeAndId() {
        String tag = "filters-" + UUID.randomUUID();
        TestDevice ready = owner.claimed(tag, "second");
        TestDevice blocked = owner.claimed(tag);
        owner.post(ApiClient.device(blocked) + "/block").is(204);
        assertThat(ids("?tag=" + tag)).hasSize(2);
        assertThat(ids("?status=READY&tag=" + tag)).containsExactly(ready.uuid().toString());
        assertThat(ids("?tag=" + tag + "&status=BLOCKED"))
                .containsExactly(blocked.uuid().toString());
        assertThat(ids("?deviceType=nrf9151_LACA&tag=" + tag)).hasSize(2);
        assertThat(ids("?deviceType=nrf9160_SICA&tag=" + tag)).isEmpty();
        assertThat(ids("?deviceType=unknown_77&tag=" + tag)).isEmpty();
        assertThat(ids("?id=" + blocked.uuid())).containsExactly(blocked.uuid().toString());
        assertThat(ids("?id=" + blocked.uuid() + "&status=READY")).isEmpty();
        assertThat(ids("?tag=" + tag + "%27%20OR%201=1--")).isEmpty();
        assertThat(service.otherTeam.get(DEVICES + "?tag=" + tag).is(200).ids()).isEmpty();
    }

    @Test
    void showsADeviceInItsStatusAllTheWay() {
        TestDevice device = owner.claimed();
        DeviceClient client = service.deviceClient(device);
        owner.added(device, RequestSamples.KEY);
        assertThat(ids("?status=READY&id=" + device.uuid())).hasSize(1);
        client.fetch();
        assertThat(ids("?status=PROVISIONING&id=" + device.uuid())).hasSize(1);
        client.provision();
        assertThat(ids("?status=AWAITING&id=" + device.uuid())).hasSize(1);
        owner.added(device, RequestSamples.FINISHED);
        client.provision();
        assertThat(ids("?status=PROVISIONED&id=" + device.uuid())).hasSize(1);
        owner.added(device, RequestSamples.KEY);
        client.fail(519);
        assertThat(ids("?status=ERROR&id=" + device.uuid())).hasSize(1);
        Answer shown = owner.get(ApiClient.device(device)).is(200);
        assertThat(shown.text("/modemFirmware")).isEqualTo("mfw");
        assertThat(shown.text("/clientVersion")).isEqualTo("1");
        assertThat(shown.text("/lastSeenAt")).isNotEmpty();
    }

    private List<String> ids(String query) {
        return owner.get(DEVICES + query).is(200).ids();
    }
}
