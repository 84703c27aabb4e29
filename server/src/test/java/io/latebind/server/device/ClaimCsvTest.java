package io.latebind.server.device;

import static io.latebind.server.provisioning.ServiceFixture.done;
import static io.latebind.server.provisioning.ServiceFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of claims as tools and spreadsheets write them (specification 7). */
class ClaimCsvTest {
    private static List<ClaimRow> rows(String csv) {
        return done(ClaimCsv.check(csv.getBytes(StandardCharsets.UTF_8), 1000)).all();
    }

    private static String refusal(byte[] csv) {
        Refusal refusal = refused(ClaimCsv.check(csv, 3));
        assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_CSV.number());
        return refusal.detail();
    }

    private static String refusal(String csv) {
        return refusal(csv.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"aa.bb\",\"x,y\"\n\"cc.dd\"\n",
                "\"aa.bb\",\"x,y\"\r\n\"cc.dd\"\r\n",
                "\"aa.bb\",\"x,y\"\r\"cc.dd\"",
                "\uFEFF\"aa.bb\",\"x,y\"\n\"cc.dd\"",
                "aa.bb,\"x,y\"\ncc.dd",
                "aa.bb,x,y\ncc.dd,\n",
                "\n\naa.bb,\" x , y ,x\"\n\r\n  \n\t\ncc.dd,\"\"\n\n",
                " \"aa.bb\" , \"x,y\" \n cc.dd \n"
            })
    void readsWhatToolsWrite(String csv) {
        assertThat(rows(csv))
                .containsExactly(new ClaimRow(0, "aa.bb", List.of("x", "y")), new ClaimRow(1, "cc.dd", List.of()));
    }

    @Test
    void keepsEveryCharacterOfATag() {
        assertThat(rows("aa.bb,\"Zähler \"\"Nord\"\"\n2\"").getFirst().tags()).containsExactly("Zähler \"Nord\"\n2");
    }

    @Test
    void readsAFewRowsAtATime() {
        List<Integer> sizes = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        done(ClaimCsv.check("a\nb\n\nc\nd\ne\n".getBytes(StandardCharsets.UTF_8), 5))
                .inParts(2, part -> {
                    sizes.add(part.size());
                    part.forEach(row -> numbers.add(row.row()));
                });
        assertThat(sizes).containsExactly(2, 2, 1);
        assertThat(numbers).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void refusesFileWithoutARow() {
        for (String csv : List.of("", "\uFEFF", "\n\r\n  \n", "\"\"\n", ",,\n")) {
            assertThat(refusal(csv)).contains("no row", "\"<token>\",\"tag1,tag2\"");
        }
    }

    @Test
    void refusesFileWithTooManyRowsAndNamesTheOtherCall() {
        assertThat(refusal("a\nb\nc\nd\n")).contains("more than 3 rows", "/v1/claimed-devices/bulk");
    }

    @Test
    void refusesWhatIsNoCsvAndNamesTheLine() {
        assertThat(refusal("a\n\"b,c\nd\n")).contains("Unclosed quoted field", "line 2");
        assertThat(refusal("\"a\"b\n")).contains("closing quote", "line 1");
        assertThat(refusal("a\n" + "b".repeat(9000) + "\n")).contains("line 2", "8192");
        assertThat(refusal("a" + ",t".repeat(60) + "\n")).contains("line 1", "51");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        ByteArrayOutputStream latin1 = new ByteArrayOutputStream();
        latin1.writeBytes("a,x\nb,".getBytes(StandardCharsets.US_ASCII));
        latin1.write(0xe4);
        assertThat(refusal(latin1.toByteArray())).contains("not UTF-8");
        assertThat(refusal("a,x\n".getBytes(StandardCharsets.UTF_16LE))).contains("line 1", "U+0000", "UTF-16");
        assertThat(refusal("a,x\n".getBytes(StandardCharsets.UTF_16))).contains("not UTF-8");
    }
}
