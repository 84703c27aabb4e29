#!/usr/bin/env python3
"""A signer of your own for Latebind (docs/certificates.md): checks who asks, signs with openssl 3, and gives the same answer to the same key.

Usage: signer.py PORT, in a folder with: secret (the whsec_... of the authority), ca.pem and ca.key (what signs devices), tls.pem and
tls.key (of this host). It keeps what it has issued in the folder issued."""
import base64, hashlib, hmac, json, os, pathlib, re, secrets, ssl, subprocess, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = base64.b64decode(pathlib.Path("secret").read_text().strip().removeprefix("whsec_"))
ONE_AT_A_TIME = threading.Lock()
PROFILE = """[req]
distinguished_name = none
x509_extensions = device
[none]
[device]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
"""


def genuine(headers, body):
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = "v1," + base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
    fresh = abs(time.time() - int(headers["webhook-timestamp"])) < 300
    return fresh and any(hmac.compare_digest(wanted, each) for each in headers["webhook-signature"].split(" "))


def answer(order):
    if order["type"] == "certificate.test":
        return 200, {}
    if order["device"]["type"].startswith("unknown"):  # your own rules; 400, 403 and 422 with a reason are final
        return 403, {"reason": "devices of the type " + order["device"]["type"] + " get no certificates here"}
    name = pathlib.Path("issued", hashlib.sha256(order["idempotencyKey"].encode()).hexdigest())
    with ONE_AT_A_TIME:
        if not name.exists():  # asked again, the answer is the certificate that there is
            sign(order, name)
    return 200, {"certificate": name.read_text() + pathlib.Path("ca.pem").read_text()}


def quoted(value):
    return re.sub(r"([/+\\])", r"\\\1", value)


def sign(order, name):  # for the subject that the profile wants; order["certificate"] has the other names, usages and times
    csr, profile, new = (name.with_suffix(f".{os.getpid()}.{each}") for each in ("csr", "cnf", "new"))
    csr.write_text(order["csr"])
    profile.write_text(PROFILE)
    subject = "".join(f'/{each["attribute"]}={quoted(each["value"])}' for each in order["certificate"]["subject"])
    subprocess.run(["openssl", "req", "-x509", "-config", profile, "-in", csr, "-utf8", "-subj", subject, "-CA", "ca.pem",
                    "-CAkey", "ca.key", "-days", "3650", "-set_serial", str(secrets.randbits(96) | 1 << 95), "-out", new],
                   check=True)
    new.rename(name)  # whole or not at all


class Signer(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        status, said = answer(json.loads(body)) if genuine(self.headers, body) else (401, {"reason": "bad signature"})
        said = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)


pathlib.Path("issued").mkdir(exist_ok=True)
server = ThreadingHTTPServer(("", int(sys.argv[1])), Signer)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("tls.pem", "tls.key")
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print("listening on", server.server_port, flush=True)
server.serve_forever()
