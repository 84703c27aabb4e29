package io.latebind.server.certificate;

/**
 * What {@code ${…}} stands for.
 *
 * @param teamName read only for a profile that names it
 */
public record TemplateFacts(DeviceFacts device, String teamName) {}
