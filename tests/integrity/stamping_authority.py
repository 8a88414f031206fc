"""A time-stamping authority of our own: the command openssl."""

import shutil
import subprocess

import pytest

OPENSSL = shutil.which("openssl")
NEEDS_OPENSSL = pytest.mark.skipif(OPENSSL is None, reason="the authority of these tests is the command openssl")

# The line "certs" is left out: with it OpenSSL writes a set in another order than DER asks for.
CONFIGURATION = """
[tsa]
default_tsa = stamper
[stamper]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
[stamping]
basicConstraints = CA:FALSE
extendedKeyUsage = critical, timeStamping
[signing]
basicConstraints = CA:FALSE
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical, CA:TRUE
"""


class Authority:
    """A root and a time stamper below it, each a key and a certificate in a folder."""

    def __init__(self, folder, purpose="stamping"):
        self._folder = folder
        folder.mkdir()
        (folder / "c.cnf").write_text(CONFIGURATION, encoding="ascii")
        (folder / "serial").write_text("01\n", encoding="ascii")
        new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-config", "c.cnf")
        self._openssl("req", "-x509", *new, "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=Root", "-extensions", "root")
        self._openssl("req", *new, "-keyout", "own.key", "-out", "own.csr", "-subj", "/CN=Stamper")
        by = ("-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-extfile", "c.cnf", "-extensions", purpose)
        self._openssl("x509", "-req", "-in", "own.csr", "-out", "own.pem", "-days", "3650", *by)

    def _openssl(self, *words):
        return subprocess.run([OPENSSL, *words], cwd=self._folder, capture_output=True, check=True)

    def certificate(self, name):
        return (self._folder / name).read_bytes()

    def stamp(self, text, digest="-sha256"):
        (self._folder / "text").write_bytes(text)
        self._openssl("ts", "-query", "-data", "text", digest, "-cert", "-out", "query")
        return self._reply()

    def answer(self, request):
        (self._folder / "query").write_bytes(request)
        return self._reply()

    def _reply(self):
        who = ("-signer", "own.pem", "-inkey", "own.key")
        self._openssl("ts", "-reply", "-config", "c.cnf", "-queryfile", "query", *who, "-out", "reply")
        return (self._folder / "reply").read_bytes()
