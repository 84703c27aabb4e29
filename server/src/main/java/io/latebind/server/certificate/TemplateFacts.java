package io.latebind.server.certificate;

/** What {@code ${…}} stands for. */
public record TemplateFacts(DeviceFacts device, String teamName) {}
