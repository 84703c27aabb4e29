package io.latebind.server.certificate;

import static io.latebind.contract.token.SigStructureVariant.KEYGEN_BODY_AND_PAYLOAD;
import static io.latebind.contract.token.SigStructureVariant.KEYGEN_PAYLOAD_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.CandidateKey;
import io.latebind.contract.token.CoseSign1;
import io.latebind.contract.token.KeygenToken;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.token.Parsed;
import io.latebind.contract.token.SigStructureVariant;
import io.latebind.contract.vectors.ProtocolVectors;
import io.latebind.server.TestDevice;
import io.latebind.server.TestKeygen;
import io.latebind.server.identity.DeviceKeys;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked before a certificate is issued (specification 5.2): each token but the genuine ones is a forgery of one kind. */
class KeygenRulesTest {
    private static final long TAG = 16_842_753;

    private final TestDevice device = TestDevice.create();
    private final KeyPair client = TestKeygen.newKey();
    private final byte[] request = TestKeygen.request(client);

    @ParameterizedTest
    @EnumSource(names = {"KEYGEN_PAYLOAD_ONLY", "KEYGEN_BODY_AND_PAYLOAD"})
    void passesWhatEitherGenerationOfFirmwareSigns(SigStructureVariant variant) {
        assertPasses(TestKeygen.signed(device, request, TAG, variant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keygen_csr_new_style", "keygen_csr_old_style"})
    void passesTokensOfAnotherImplementation(String name) {
        ProtocolVectors vectors = ProtocolVectors.load();
        DeviceUuid uuid = DeviceUuid.parse(vectors.text("device_uuid")).orElseThrow();
        DeviceKeys keys = pinned(key(vectors.bytes("identity_spki_der_hex")));

        assertThat(KeygenRules.check(vectors.text(name), new KeygenRules.Expected(uuid, keys, TAG, Set.of())))
                .isInstanceOf(KeygenVerdict.Passed.class);
    }

    @Test
    void passesAnAlgorithmWithExplicitNull() {
        byte[] old = TestKeygen.request(client.getPublic().getEncoded(), client.getPrivate(), true);

        assertPasses(TestKeygen.signed(device, old, TAG, KEYGEN_BODY_AND_PAYLOAD));
    }

    @Test
    void believesTheKeyOfTheRegistry() {
        CandidateKey known = new CandidateKey(SigStructureVariant.ATTESTATION_NULL_PAYLOAD, device.publicKey());

        assertThat(verdict(genuine(), new DeviceKeys.Registered(known, false)))
                .isInstanceOf(KeygenVerdict.Passed.class);
    }

    @Test
    void findsTheRequestAgainInATokenThatPassed() {
        assertThat(KeygenRules.requestIn(genuine()))
                .contains(new CertificateRequest(request, key(client.getPublic().getEncoded())));
        assertThat(KeygenRules.requestIn("AAAA.BBBB")).isEmpty();
    }

    @Test
    void refusesTheTokenOfAnotherDevice() {
        TestDevice other = TestDevice.create();

        assertRefused(
                TestKeygen.genuine(other, client, TAG),
                KeygenCheck.DEVICE,
                other.uuid().toString());
    }

    @Test
    void refusesAnotherIdentityKeyUnderTheUuid() {
        TestDevice impostor = TestDevice.withUuid(device.uuid());

        assertRefused(
                TestKeygen.genuine(impostor, client, TAG), KeygenCheck.IDENTITY, "not signed with the identity key");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 16_842_752, 16_842_754, Integer.MAX_VALUE})
    void refusesAnotherSecurityTag(long tag) {
        assertRefused(TestKeygen.genuine(device, client, tag), KeygenCheck.SECURITY_TAG, "in security tag " + tag);
    }

    @Test
    void refusesAKeyThatAnEarlierAttemptReported() {
        Set<P256PublicKey> reported = Set.of(key(client.getPublic().getEncoded()));

        KeygenVerdict verdict = KeygenRules.check(
                genuine(), new KeygenRules.Expected(device.uuid(), pinned(device.publicKey()), TAG, reported));

        assertFailed(verdict, KeygenCheck.ATTEMPT, "earlier attempt");
    }

    @Test
    void refusesARequestThatAnotherKeySigned() {
        byte[] stolen = TestKeygen.request(
                client.getPublic().getEncoded(), TestKeygen.newKey().getPrivate(), false);

        assertRefused(
                TestKeygen.signed(device, stolen, TAG, KEYGEN_PAYLOAD_ONLY),
                KeygenCheck.REQUEST_SIGNATURE,
                "private half");
    }

    @ParameterizedTest
    @EnumSource(names = {"KEYGEN_PAYLOAD_ONLY", "KEYGEN_BODY_AND_PAYLOAD"})
    void refusesTheBodyOfAnotherRequest(SigStructureVariant variant) {
        byte[] payload = TestKeygen.payload(device, request, TAG);
        byte[] other = TestKeygen.request(TestKeygen.newKey());

        // newer firmware signs the payload alone: the signature verifies, and only the digest tells
        assertRefused(
                TestKeygen.token(other, payload, device.sign(variant.toBeSigned(request, payload))),
                KeygenCheck.DIGEST,
                "SHA-256");
        assertRefused(
                TestKeygen.token(other, payload, device.sign(variant.toBeSigned(other, payload))),
                KeygenCheck.DIGEST,
                "SHA-256");
    }

    @Test
    void refusesTheStructureOfOneGenerationWithTheDataOfTheOther() {
        byte[] payload = TestKeygen.payload(device, request, TAG);

        for (SigStructureVariant variant : List.of(
                SigStructureVariant.ATTESTATION_NULL_PAYLOAD,
                SigStructureVariant.ATTESTATION_EMPTY_PAYLOAD,
                SigStructureVariant.ATTESTATION_BODY_AS_PAYLOAD)) {
            assertRefused(
                    TestKeygen.token(request, payload, device.sign(variant.toBeSigned(request, payload))),
                    KeygenCheck.IDENTITY,
                    "not signed");
        }
        for (SigStructureVariant variant : SigStructureVariant.KEYGEN) {
            assertRefused(
                    TestKeygen.token(request, payload, device.sign(variant.toBeSigned(payload, request))),
                    KeygenCheck.IDENTITY,
                    "not signed");
        }
    }

    @Test
    void refusesASignatureOfTheClientKey() {
        TestDevice signer = TestDevice.withUuid(device.uuid());
        byte[] own = TestKeygen.request(signer.identity());
        byte[] payload = TestKeygen.payload(device, own, TAG);

        assertRefused(
                TestKeygen.token(own, payload, signer.sign(KEYGEN_PAYLOAD_ONLY.toBeSigned(own, payload))),
                KeygenCheck.IDENTITY,
                "not signed with the identity key");
    }

    @Test
    void refusesACutOrExtendedBody() {
        byte[] longer = Arrays.copyOf(request, request.length + 1);
        byte[] shorter = Arrays.copyOf(request, request.length - 1);
        byte[] payload = TestKeygen.payload(device, request, TAG);
        byte[] signature = device.sign(KEYGEN_PAYLOAD_ONLY.toBeSigned(request, payload));

        assertRefused(TestKeygen.token(longer, payload, signature), KeygenCheck.DIGEST, "SHA-256");
        assertRefused(TestKeygen.token(shorter, payload, signature), KeygenCheck.DIGEST, "SHA-256");
        // even if the device itself signs for it
        assertRefused(
                TestKeygen.signed(device, longer, TAG, KEYGEN_PAYLOAD_ONLY), KeygenCheck.REQUEST, "not a PKCS#10");
        assertRefused(
                TestKeygen.signed(device, shorter, TAG, KEYGEN_PAYLOAD_ONLY), KeygenCheck.REQUEST, "not a PKCS#10");
    }

    @Test
    void refusesIndefiniteLengths() throws IOException {
        PKCS10CertificationRequest parsed = new PKCS10CertificationRequest(request);
        byte[] ber =
                new BERSequence(DERSequence.getInstance(parsed.getEncoded()).toArray()).getEncoded(ASN1Encoding.BER);

        assertRefused(TestKeygen.signed(device, ber, TAG, KEYGEN_PAYLOAD_ONLY), KeygenCheck.REQUEST, "not DER");
    }

    @Test
    void refusesAPointOffTheCurve() {
        byte[] spki = client.getPublic().getEncoded();
        spki[spki.length - 1] ^= 1;
        byte[] off = TestKeygen.request(spki, client.getPrivate(), false);

        assertRefused(
                TestKeygen.signed(device, off, TAG, KEYGEN_PAYLOAD_ONLY),
                KeygenCheck.KEY,
                "the point is not on the curve P-256");
    }

    @ParameterizedTest
    @CsvSource({"secp384r1", "secp521r1"})
    void refusesAnotherCurve(String curve) {
        byte[] other = TestKeygen.request(TestKeygen.newKey(curve));

        assertRefused(
                TestKeygen.signed(device, other, TAG, KEYGEN_PAYLOAD_ONLY),
                KeygenCheck.KEY,
                "another curve than P-256");
    }

    @Test
    void refusesAnRsaKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair rsa = generator.generateKeyPair();
        byte[] other = TestKeygen.request(rsa.getPublic().getEncoded(), rsa.getPrivate(), false, "SHA256withRSA");

        assertRefused(
                TestKeygen.signed(device, other, TAG, KEYGEN_PAYLOAD_ONLY),
                KeygenCheck.KEY,
                "not a key on an elliptic");
    }

    @Test
    void refusesACompressedPoint() {
        byte[] point = client.getPublic().getEncoded();
        byte[] head = HexFormat.of().parseHex("3039301306072a8648ce3d020106082a8648ce3d030107032200");
        byte[] compressed = Arrays.copyOf(head, head.length + 33);
        compressed[head.length] = (byte) (2 + (point[point.length - 1] & 1));
        System.arraycopy(point, point.length - 64, compressed, head.length + 1, 32);

        assertRefused(
                TestKeygen.signed(
                        device, TestKeygen.request(compressed, client.getPrivate(), false), TAG, KEYGEN_PAYLOAD_ONLY),
                KeygenCheck.KEY,
                "uncompressed");
    }

    @Test
    void refusesAnotherSignatureAlgorithm() {
        AlgorithmIdentifier sha384 = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA384);
        byte[] other = TestKeygen.request(
                client.getPublic().getEncoded(), new TestKeygen.Signer(sha384, client.getPrivate(), "SHA384withECDSA"));

        assertRefused(
                TestKeygen.signed(device, other, TAG, KEYGEN_PAYLOAD_ONLY),
                KeygenCheck.REQUEST_SIGNATURE,
                "1.2.840.10045.4.3.3");
    }

    @Test
    void refusesAPublicKeyInThePlaceOfARequest() {
        byte[] spki = client.getPublic().getEncoded();

        assertRefused(device.keygenToken(KeygenToken.Kind.PUBLIC_KEY, TAG), KeygenCheck.KIND, "public key");
        // the body of one kind under the name of the other, both ways
        assertRefused(TestKeygen.signed(device, spki, TAG, KEYGEN_PAYLOAD_ONLY), KeygenCheck.REQUEST, "not a PKCS#10");
        assertRefused(
                device.keygenToken(KeygenToken.Kind.PUBLIC_KEY, TAG, request, request), KeygenCheck.KIND, "public key");
    }

    @Test
    void refusesADetachedPayloadAndSuccessWithoutAToken() {
        byte[] payload = TestKeygen.payload(device, request, TAG);
        byte[] signature = device.sign(KEYGEN_PAYLOAD_ONLY.toBeSigned(request, payload));
        byte[] cose = new CoseSign1(Optional.empty(), signature).encode();

        assertRefused(TestKeygen.token(request, cose), KeygenCheck.TOKEN, "no payload");
        assertRefused(device.attestationToken(), KeygenCheck.TOKEN, "ATTESTTOKEN");
        assertRefused("", KeygenCheck.TOKEN, "without any token");
    }

    @ParameterizedTest
    @CsvSource({
        "d28443a10126a1044121, d38443a10126a1044121, the tag",
        "d28443a10126a1044121, d28443a10127a1044121, the algorithm in the protected header",
        "d28443a10126a1044121, d28440a1044121, no protected header",
        "d28443a10126a1044121, d28443a10126a1044122, another key id",
        "d28443a10126a1044121, d28443a10126a1054121, another unprotected header",
        "d28443a10126a1044121, d28443a10126a0, no unprotected header",
        "d28443a10126a1044121, 8443a10126a1044121, no tag"
    })
    void refusesEachChangedHeader(String genuine, String changed, String what) {
        byte[] payload = TestKeygen.payload(device, request, TAG);
        byte[] signature = device.sign(KEYGEN_PAYLOAD_ONLY.toBeSigned(request, payload));
        String cose = HexFormat.of().formatHex(new CoseSign1(Optional.of(payload), signature).encode());
        assertThat(cose).startsWith(genuine);

        KeygenVerdict verdict = verdict(
                TestKeygen.token(request, HexFormat.of().parseHex(changed + cose.substring(genuine.length()))),
                pinned(device.publicKey()));

        assertThat(verdict)
                .as(what)
                .isInstanceOfSatisfying(
                        KeygenVerdict.Failed.class,
                        failed -> assertThat(failed.check()).isEqualTo(KeygenCheck.TOKEN));
    }

    @Test
    void refusesEachFlippedBitOfTheStatement() {
        byte[] payload = TestKeygen.payload(device, request, TAG);
        byte[] signature = device.sign(KEYGEN_PAYLOAD_ONLY.toBeSigned(request, payload));
        for (int bit = 0; bit < payload.length * 8; bit++) {
            byte[] flipped = payload.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));

            assertThat(verdict(TestKeygen.token(request, flipped, signature), pinned(device.publicKey())))
                    .as("bit %d", bit)
                    .isInstanceOf(KeygenVerdict.Failed.class);
        }
    }

    @Test
    void believesNobodyBeforeAKeyIsProven() {
        CandidateKey candidate = new CandidateKey(SigStructureVariant.ATTESTATION_NULL_PAYLOAD, device.publicKey());

        assertFailed(
                verdict(genuine(), new DeviceKeys.Candidates(List.of(candidate))),
                KeygenCheck.IDENTITY,
                "not proven its identity key");
        assertFailed(
                verdict(genuine(), new DeviceKeys.Contradicted(device.publicKey())),
                KeygenCheck.IDENTITY,
                "not proven its identity key");
    }

    @Test
    void readsHostileRequestsWithoutHarm() {
        byte[] nested = new byte[12_000];
        for (int i = 0; i < nested.length; i += 4) {
            int left = nested.length - i - 4;
            nested[i] = 0x30;
            nested[i + 1] = (byte) 0x82;
            nested[i + 2] = (byte) (left >> 8);
            nested[i + 3] = (byte) left;
        }

        assertRefused(
                TestKeygen.signed(device, nested, TAG, KEYGEN_PAYLOAD_ONLY), KeygenCheck.REQUEST, "not a PKCS#10");
    }

    private String genuine() {
        return TestKeygen.signed(device, request, TAG, KEYGEN_PAYLOAD_ONLY);
    }

    private void assertPasses(String token) {
        assertThat(verdict(token, pinned(device.publicKey())))
                .isInstanceOfSatisfying(
                        KeygenVerdict.Passed.class,
                        passed -> assertThat(passed.request().key())
                                .isEqualTo(key(client.getPublic().getEncoded())));
    }

    private void assertRefused(String token, KeygenCheck check, String reason) {
        assertFailed(verdict(token, pinned(device.publicKey())), check, reason);
    }

    private static void assertFailed(KeygenVerdict verdict, KeygenCheck check, String reason) {
        assertThat(verdict).isInstanceOfSatisfying(KeygenVerdict.Failed.class, failed -> {
            assertThat(failed.check()).isEqualTo(check);
            assertThat(failed.message())
                    .contains("the check of " + check.shown())
                    .contains(reason);
        });
    }

    private KeygenVerdict verdict(String token, DeviceKeys keys) {
        return KeygenRules.check(token, new KeygenRules.Expected(device.uuid(), keys, TAG, Set.of()));
    }

    private static DeviceKeys pinned(P256PublicKey key) {
        return new DeviceKeys.Pinned(new CandidateKey(SigStructureVariant.ATTESTATION_NULL_PAYLOAD, key));
    }

    private static P256PublicKey key(byte[] spki) {
        return switch (P256PublicKey.fromSpki(spki)) {
            case Parsed.Valid<P256PublicKey>(P256PublicKey key) -> key;
            case Parsed.Invalid<P256PublicKey>(String reason) -> throw new IllegalStateException(reason);
        };
    }
}
