package io.latebind.server.provisioning;

/** What a modem means by its error numbers, and what to do about it (specification 4). Pure. */
final class CmeErrors {
    private CmeErrors() {}

    static String explain(long cmeError, String said) {
        String known = switch ((int) cmeError) {
            case 50, 51 -> "the modem did not accept the parameters";
            case 513 -> "nothing is stored in that security tag";
            case 514 -> "the modem does not allow it; look at access rights and life-cycle state";
            case 515 -> "the modem's credential memory is full; delete credentials that are no longer used";
            case 518 -> "the modem was not offline; the client must set it offline before writing credentials";
            case 519, 520 -> "something is stored in that security tag already";
            case 523 -> "the modem could not generate the key";
            case 525 -> "the modem could not make a JWT";
            case 527 -> "the modem does not accept the content; check the PEM";
            case 528 -> "the modem was about to lose power";
            case 529 -> "the modem could not make the attestation token";
            case 0 -> "the modem gave no error number";
            default -> cmeError < 0 ? "the client's error number (errno)" : "not a known error number";
        };
        return "CME error " + cmeError + " (" + known + ")" + (said.isEmpty() ? "" : ", the device said: " + said);
    }
}
