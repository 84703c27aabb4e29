package io.latebind.server.certificate;

import io.latebind.server.device.ClaimedDevice;

/** A device and the certificate with which it will call at its cloud. */
public record HandedOverDevice(ClaimedDevice device, IssuedCertificate certificate) {}
