package rhumb.controller.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static String kept(String json) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        return Redaction.configuration(mapper.readTree(json.replace('\'', '"')))
                .toString()
                .replace('"', '\'');
    }

    @Test
    void onlyValuesOfKnownKeysAreKept() throws JsonProcessingException {
        assertThat(
                        kept(
                                "{'pop':'sin','uplinks':[{'name':'main','probe':'192.0.2.1:862'}],"
                                        + "'stamp':{'key-file':'/k','key':'hunter2','clock':'free'},"
                                        + "'pin-code':1234,'new':{'deep':['x',true,null]}}"))
                .isEqualTo(
                        "{'pop':'sin','uplinks':[{'name':'main','probe':'192.0.2.1:862'}],"
                                + "'stamp':{'key-file':'(left out)','key':'(left out)','clock':'free'},"
                                + "'pin-code':'(left out)','new':{'deep':['(left out)','(left out)',null]}}");
    }

    @Test
    void whatLooksLikeAKeyIsLeftOutWhereverItStands() throws JsonProcessingException {
        String hex = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
        assertThat(kept("{'name':'" + hex + "','" + hex + "':1}"))
                .isEqualTo("{'name':'(left out)','(left out)':'(left out)'}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key 00112233445566778899aabbccddeeff",
                "key_00112233445566778899aabbccddeeff",
                "stamp=00112233445566778899AABBCCDDEEFF, next",
                "rhumb1.AbCdEf.0123.short",
                "got Q2xhc3NpYyBvZiBiYXNlIDY0IDEyMw== there",
                "password=swordfish",
                "api-key: swordfish",
                "Authorization: Basic swordfish",
                "client_secret=\"sword fish\"",
                "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nabc\ncut off",
            })
    void secretsInTextAreLeftOut(String text) {
        assertThat(Redaction.text(text))
                .contains(Redaction.LEFT_OUT)
                .doesNotContain("swordfish", "sword fish", "0011", "Q2xh", "AbCd", "abc", "short");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rhumb_forwarder_packets_dropped_total{reason=\"no_route\",pop=\"sin\"} 1234567890",
                "2026-11-30T12:58:09.123Z LINK_DEGRADED link=sin->fra loss=222222ppm",
                "rhumb.controller.plan.PlannerNotifications moved 12 of 1234567890123456789012345",
                "session 10.1.2.3:4789 of agent sin replaced",
            })
    void whatIsNoSecretStays(String text) {
        assertThat(Redaction.text(text)).isEqualTo(text);
    }
}
