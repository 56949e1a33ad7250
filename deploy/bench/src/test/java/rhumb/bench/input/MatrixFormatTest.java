package rhumb.bench.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatrixFormatTest {
    private static final String CSV =
            """
            Source,ams,"San Jose, CA",nrt
            ams,,140,230.5
            "San Jose, CA",141,0,-
            sao,190,,
            """;

    private static final String WONDER =
            """
            "source","destination","timestamp","min","avg","max","mdev"
            "7","9","2031-01-01 00:00:00.000","10","12.5","20","1"
            "9","7","2031-01-01 00:00:00.000","10","11","20","1"
            "7","9","2031-01-01 01:00:00.000","10","13.5","20","1"
            """;

    private static final String GML =
            """
            Creator "somebody"
            graph [
              label "three towns"
              node [ id 0 label "Lisboa" Longitude -9.14 Latitude 38.72 ]
              node [ id 4 label "Porto" Latitude 41.15 Longitude -8.61 ]
              node [ id 5 label "None" ]
              # a comment
              edge [ source 0 target 4 LinkLabel "10 [Gbps]" ]
              edge [ source 4 target 5 ]
            ]
            """;

    private static final String SNDLIB =
            """
            ?SNDlib native format; type: network; version: 1.0
            # three towns
            META (
              unit = MBITPERSEC
            )
            NODES (
              Lisboa ( -9.14 38.72 )
              Porto ( -8.61 41.15 )
            )
            LINKS (
              L1 ( Porto Lisboa ) 0.00 0.00 1.00 0.00 ( 10.00 5.00 )
            )
            """;

    private static final String REPETITA =
            """
            NODES 3
            label x y
            0_Lisboa -9.14 38.72
            1_Porto -8.61 41.15
            2_Somewhere 0 0

            EDGES 2
            label src dest weight bw delay
            edge_0 0 1 10 1000000 1390
            edge_1 1 0 10 1000000 1400
            """;

    static final Map<MatrixFormat, String> SAMPLES =
            Map.of(
                    MatrixFormat.CSV, CSV,
                    MatrixFormat.PLANETLAB, "0\t81.5\t12\n80\t0\t0\n13\t7e1\t0\n",
                    MatrixFormat.SEATTLE, "0\t0.17\t0.32\n0.2\t0\t-1\n0.31\t0\t0\n",
                    MatrixFormat.WONDERNETWORK, WONDER,
                    MatrixFormat.GML, GML,
                    MatrixFormat.SNDLIB, SNDLIB,
                    MatrixFormat.REPETITA, REPETITA);

    private static DelayMatrix read(MatrixFormat format) {
        return MatrixFormat.read("f", SAMPLES.getOrDefault(format, ""), null, 2);
    }

    @ParameterizedTest
    @EnumSource
    void isRecognisedByItsContent(MatrixFormat format) {
        Source source = Source.of("f", "\n\n" + SAMPLES.get(format));
        assertThat(MatrixFormat.recognise(source)).isEqualTo(format);
    }

    @Test
    void csvHasRowsAndColumnsInAnyOrder() {
        DelayMatrix m = read(MatrixFormat.CSV);
        assertThat(m.nodes().stream().map(DelayMatrix.Node::name))
                .containsExactly("ams", "San Jose, CA", "nrt", "sao");
        assertThat(m.quantity()).isEqualTo(DelayMatrix.Quantity.ROUND_TRIP);
        assertThat(m.ms(0, 1)).isEqualTo(140);
        assertThat(m.ms(0, 2)).isEqualTo(230.5);
        assertThat(m.ms(1, 0)).isEqualTo(141);
        assertThat(m.ms(3, 0)).isEqualTo(190);
        assertThat(m.known()).isEqualTo(4);
        assertThat(m.ms(1, 2)).isNaN();
        assertThat(m.ms(2, 0)).isNaN();
    }

    @Test
    void csvMayBeNumbersAlone() {
        DelayMatrix m = MatrixFormat.read("f", "0,5\n6,0\n", null, 1);
        assertThat(m.ms(0, 1)).isEqualTo(5);
        assertThat(m.ms(1, 0)).isEqualTo(6);
        assertThat(m.nodes().getFirst().name()).isEqualTo("0");
    }

    @Test
    void netLatencyIsInMsOrSeconds() {
        DelayMatrix planetLab = read(MatrixFormat.PLANETLAB);
        assertThat(planetLab.ms(0, 1)).isEqualTo(81.5);
        assertThat(planetLab.ms(2, 1)).isEqualTo(70);
        assertThat(planetLab.ms(1, 2)).isNaN();
        DelayMatrix seattle = read(MatrixFormat.SEATTLE);
        assertThat(seattle.ms(0, 1)).isEqualTo(170);
        assertThat(seattle.ms(1, 2)).isNaN();
        assertThat(seattle.known()).isEqualTo(4);
        String text = SAMPLES.getOrDefault(MatrixFormat.SEATTLE, "");
        assertThat(MatrixFormat.read("f", text, MatrixFormat.PLANETLAB, 1).ms(0, 1))
                .isEqualTo(0.17);
    }

    @Test
    void wonderNetworkTakesTheMeanOfAPair() {
        DelayMatrix m = read(MatrixFormat.WONDERNETWORK);
        assertThat(m.nodes().getFirst().name()).isEqualTo("7");
        assertThat(m.ms(0, 1)).isEqualTo(13);
        assertThat(m.ms(1, 0)).isEqualTo(11);
    }

    @ParameterizedTest
    @EnumSource(names = {"GML", "SNDLIB"})
    void placesGiveDelaysByGreatCircleAndDetour(MatrixFormat format) {
        DelayMatrix m = read(format);
        // 274 km twice, at 200 km/ms
        assertThat(m.ms(0, 1)).isCloseTo(2.74, within(0.02));
        assertThat(m.ms(1, 0)).isEqualTo(m.ms(0, 1));
        assertThat(m.quantity()).isEqualTo(DelayMatrix.Quantity.ONE_WAY);
        assertThat(m.nodes().get(1).latitude()).isEqualTo(41.15);
        assertThat(m.notes().getFirst()).contains("detour 2.0");
    }

    @Test
    void gmlKeepsPlacesWithoutPositionButNotTheirLinks() {
        DelayMatrix m = read(MatrixFormat.GML);
        assertThat(m.nodes().get(2).hasPosition()).isFalse();
        assertThat(m.ms(1, 2)).isNaN();
        assertThat(m.notes()).anyMatch(note -> note.startsWith("1 of 2 links"));
    }

    @Test
    void repetitaHasDirectedDelaysInMicroseconds() {
        DelayMatrix m = read(MatrixFormat.REPETITA);
        assertThat(m.ms(0, 1)).isCloseTo(1.39, within(1e-9));
        assertThat(m.ms(1, 0)).isCloseTo(1.4, within(1e-9));
        assertThat(m.nodes().get(1).longitude()).isEqualTo(-8.61);
        assertThat(m.nodes().get(2).hasPosition()).isFalse();
        String inMs = REPETITA.replace("1390", "7").replace("1400", "9");
        assertThat(MatrixFormat.read("f", inMs, null, 1).ms(0, 1)).isCloseTo(7, within(1e-9));
    }

    @Test
    void greatCirclesAreThoseOfTheEarth() {
        // A quarter of the way round; Quito to Singapore is nearly the other side.
        assertThat(Fibre.km(0, 0, 0, 90)).isCloseTo(10_007.6, within(0.1));
        assertThat(Fibre.km(90, 0, -90, 7)).isCloseTo(20_015.1, within(0.1));
        assertThat(Fibre.km(10, 20, 10, 20)).isZero();
    }

    @Test
    void errorsNameFileLineAndWhatWasExpected() {
        fails("a,b,c\na,0\n", "f:2: 2 fields; expected 3 as in the first line");
        fails("a,b,c\nb,x7,1\n", "f:2: delay \"x7\"; expected a number");
        fails("0 5 6\n4 0\n1 1 0\n", "f:2: 2 numbers; expected 3");
        fails("epoch;rtt;cp\n1;2;3\n", "f:1: a format that is not known");
        fails("\n \n", "f: nothing in it");
        fails("graph [ node [ label \"a\" ] ]", "f:1: node without id");
        fails("graph [\n node [ id 0\n", "f:2: the end of the file; expected ]");
        fails("graph [\n node [ id ] ]", "f:2: ] after \"id\"; expected a value");
        fails("graph [ node [ id 0 Latitude 91 ] ]", "expected -90.0 to 90.0");
        fails(GML.replace("target 5", "target 6"), "f:9: target \"6\"; expected the id");
        fails(SNDLIB.replace("41.15", "441"), "map coordinates");
        fails(SNDLIB.replace("LINKS (", "LINKS"), "f:10: \"LINKS\"; expected a section");
        fails(REPETITA.replace("edge_1 1 0", "edge_1 1 3"), "f:10: dest \"3\"; expected 0 to 2");
        fails(REPETITA.replace("EDGES 2", "EDGES 3"), "f:10: the end of the file");
        fails(WONDER.replace("12.5", "1e9"), "f:2: delay \"1e9\"; expected less than");
    }

    private static void fails(String text, String message) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> MatrixFormat.read("f", text, null, 1))
                .withMessageContaining(message);
    }

    /** Mutated and random texts: a matrix or the loader's own exception. */
    @ParameterizedTest
    @EnumSource
    void neverThrowsAnythingElse(MatrixFormat format) {
        SplittableRandom random = new SplittableRandom(format.ordinal());
        String sample = SAMPLES.getOrDefault(format, "");
        String odd = "\0\t\n\r \"[](),;#?-+.0179eENaN\u00e9\u2028";
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(i % 10 == 0 ? "" : sample);
            for (int edits = 1 + random.nextInt(i % 10 == 0 ? 60 : 6); edits > 0; edits--) {
                int at = random.nextInt(text.length() + 1);
                int end = Math.min(text.length(), at + random.nextInt(4));
                String piece = odd.substring(random.nextInt(odd.length()));
                text.replace(at, end, piece.substring(0, random.nextInt(piece.length() + 1)));
            }
            try {
                DelayMatrix m =
                        MatrixFormat.read("f", text.toString(), i % 2 == 0 ? format : null, 1);
                assertThat(m.known()).isBetween(1, m.size() * (m.size() - 1));
                read++;
            } catch (InputException e) {
                assertThat(e.getMessage()).startsWith("f:").contains("expected");
                refused++;
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }
}
