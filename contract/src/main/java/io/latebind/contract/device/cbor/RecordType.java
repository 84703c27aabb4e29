package io.latebind.contract.device.cbor;

/** The number behind the correlation id that says what a record is (specification 6.1). */
final class RecordType {
    static final int AT_COMMAND = 0;
    static final int CONFIG_COMMAND = 1;
    static final int FINISHED_COMMAND = 2;

    static final int ERROR_RESPONSE = 99;
    static final int AT_RESPONSE = 100;
    static final int CONFIG_RESPONSE = 101;
    static final int FINISHED_RESPONSE = 102;

    private RecordType() {}
}
