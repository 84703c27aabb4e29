package io.latebind.server.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {
    /** The second one is the example of the ULID specification, whose time is 1469922850259. */
    @ParameterizedTest
    @CsvSource({
        "00000000-0000-0000-0000-000000000000, 00000000000000000000000000",
        "01563e3a-b5d3-d676-4c61-efb99302bd5b, 01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "ffffffff-ffff-ffff-ffff-ffffffffffff, 7ZZZZZZZZZZZZZZZZZZZZZZZZZ"
    })
    void isShownAsUlid(UUID uuid, String ulid) {
        assertThat(new JobId(uuid)).hasToString(ulid);
        assertThat(JobId.parse(ulid)).contains(new JobId(uuid));
    }

    @Test
    void sortsLikeItsUuid() {
        List<UUID> byTime = Stream.of(
                        "019ab000-0000-7000-8000-000000000000",
                        "019ab000-0001-7000-8000-000000000000",
                        "019ab000-0001-7fff-bfff-ffffffffffff",
                        "019ac000-0000-7000-8000-000000000000")
                .map(UUID::fromString)
                .toList();
        assertThat(byTime.stream().map(uuid -> new JobId(uuid).toString())).isSorted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01ARZ3NDEKTSV4RRFFQ69G5FA",
                "01ARZ3NDEKTSV4RRFFQ69G5FAVV",
                "81ARZ3NDEKTSV4RRFFQ69G5FAV",
                "01ARZ3NDEKTSV4RRFFQ69G5FAU",
                "01arz3ndektsv4rrffq69g5fav",
                "01563e3a-b5d3-d676-4c61-efb99302bd5b"
            })
    void takesNothingElse(String text) {
        assertThat(JobId.parse(text)).isEmpty();
    }
}
