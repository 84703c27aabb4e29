package io.latebind.contract.token;

/** What came of parsing a token, key or JWT: the thing, or the reason why it is none. */
public sealed interface Parsed<T> {
    record Valid<T>(T value) implements Parsed<T> {}

    /** @param reason a sentence for the user that names the part and the fault; holds no content of the input */
    record Invalid<T>(String reason) implements Parsed<T> {}
}
