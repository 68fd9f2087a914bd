#!/usr/bin/env python3
"""Measures what the operations of a Python prototype cost: the measured prices of
scenarios/profiles/i7-4770-python2.7.yaml.

    python3 -m venv venv && venv/bin/pip install pycryptodome pymongo
    venv/bin/python Benchmarks/python-prototype-costs.py

Prints the `prices:` of a cost profile. Needs the openssl command for a certificate. Times are processor seconds of
one process, the median over batches.
"""

import os
import platform
import socket
import sqlite3
import ssl
import statistics
import subprocess
import tempfile
import time

import bson
import Crypto.Math.Numbers
import pymongo
from Crypto.Cipher import AES, PKCS1_OAEP
from Crypto.Hash import SHA256
from Crypto.PublicKey import ECC, RSA
from Crypto.Signature import DSS, eddsa, pss

STANDING_IN = "standing in for Python 2.7 on an i7-4770"
BATCHES = 21
MEGABYTE = bytes(1_000_000)


def seconds(work, calls=20):
    """Processor seconds of one call of `work`: the median over batches of calls."""
    times = []
    for _ in range(BATCHES):
        start = time.process_time()
        for _ in range(calls):
            work()
        times.append((time.process_time() - start) / calls)
    return statistics.median(times)


def rsa(bits):
    suite = f"rsa-{bits}-pss"
    private = RSA.generate(bits)
    public = private.public_key()
    digest = SHA256.new(b"a transaction")
    signature = pss.new(private).sign(digest)
    key = os.urandom(32)
    sealed = PKCS1_OAEP.new(public, SHA256).encrypt(key)

    def seal():
        PKCS1_OAEP.new(public, SHA256).encrypt(key)
        AES.new(key, AES.MODE_GCM, nonce=bytes(12)).digest()

    def open_sealed():
        AES.new(PKCS1_OAEP.new(private, SHA256).decrypt(sealed), AES.MODE_GCM, nonce=bytes(12)).digest()

    yield f"{suite}.sign", seconds(lambda: pss.new(private).sign(digest)), "pss.sign"
    yield f"{suite}.verify", seconds(lambda: pss.new(public).verify(digest, signature)), "pss.verify"
    yield f"{suite}.seal", seconds(seal), "PKCS1_OAEP of a 32-byte key, with AES-GCM set up"
    yield f"{suite}.open", seconds(open_sealed), "PKCS1_OAEP of a 32-byte key, with AES-GCM set up"


def ed25519():
    private = ECC.generate(curve="Ed25519")
    public = private.public_key()
    message = bytes(32)
    signature = eddsa.new(private, "rfc8032").sign(message)
    verify = lambda: eddsa.new(public, "rfc8032").verify(message, signature)
    yield "ed25519.sign", seconds(lambda: eddsa.new(private, "rfc8032").sign(message)), "eddsa.sign"
    yield "ed25519.verify", seconds(verify), "eddsa.verify"


def ecdsa():
    private = ECC.generate(curve="P-256")
    public = private.public_key()
    digest = SHA256.new(b"a transaction")
    signature = DSS.new(private, "deterministic-rfc6979").sign(digest)
    sign = lambda: DSS.new(private, "deterministic-rfc6979").sign(digest)
    verify = lambda: DSS.new(public, "deterministic-rfc6979").verify(digest, signature)
    yield "ecdsa-p256.sign", seconds(sign), "DSS.sign with nonces by RFC 6979"
    yield "ecdsa-p256.verify", seconds(verify), "DSS.verify"


def bytes_through():
    cipher = lambda: AES.new(bytes(32), AES.MODE_GCM, nonce=bytes(12)).encrypt_and_digest(MEGABYTE)
    yield "cipher-byte", seconds(cipher, 5) / len(MEGABYTE), "AES-256-GCM of 1 MB"
    yield "hash-byte", seconds(lambda: SHA256.new(MEGABYTE).digest(), 5) / len(MEGABYTE), "SHA-256 of 1 MB"


def transaction():
    """A document with the fields of a configuration transaction that carries 400 B."""
    names = ["sender", "recipient", "chain identifier", "function identifier", "version", "description"]
    document = {name: os.urandom(294 if name in ("sender", "recipient") else 16) for name in names}
    return document | {"type": "configuration", "configuration": os.urandom(400), "signature": os.urandom(256)}


def codec():
    document = transaction()
    encoded = bson.encode(document)
    both = seconds(lambda: bson.encode(document), 1000) + seconds(lambda: bson.decode(encoded), 1000)
    extension = "with" if bson.has_c() else "without"
    how = f"mean of bson.encode and bson.decode {extension} the C extension, a transaction of {len(encoded)} B"
    yield "codec-byte", both / (2 * len(encoded)), how


def index():
    table = sqlite3.connect(":memory:")
    table.execute("CREATE TABLE entries (key BLOB PRIMARY KEY, height INTEGER, position INTEGER)")
    insert = lambda: table.execute("INSERT INTO entries VALUES (?, ?, ?)", (os.urandom(32), 1, 2))
    yield "index", seconds(insert, 1000), "sqlite3 insertion in memory"


def certificate(folder):
    paths = os.path.join(folder, "key.pem"), os.path.join(folder, "certificate.pem")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run(command + ["-keyout", paths[0], "-out", paths[1]], check=True, capture_output=True)
    return paths


def receive(connection):
    """One frame: four bytes of length, then the message."""
    return read_exactly(connection, int.from_bytes(read_exactly(connection, 4), "big"))


def read_exactly(connection, count):
    parts = []
    while count > 0:
        part = connection.recv(min(count, 65_536))
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def send(connection, message):
    connection.sendall(len(message).to_bytes(4, "big") + message)


def echo(listener, context):
    """The other end, in a process of its own: returns what it is sent."""
    connection = context.wrap_socket(listener.accept()[0], server_side=True)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        while True:
            send(connection, receive(connection))
    except EOFError:
        os._exit(0)


def transport():
    with tempfile.TemporaryDirectory() as folder:
        key, chain = certificate(folder)
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(chain, key)
        client = ssl.create_default_context(cafile=chain)
        client.check_hostname = False
        listener = socket.create_server(("127.0.0.1", 0))
        if os.fork() == 0:
            echo(listener, server)
        connection = client.wrap_socket(socket.create_connection(listener.getsockname()))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def exchange(message):
        send(connection, bson.encode({"method": "prepare", "message": message}))
        bson.decode(receive(connection))

    small = seconds(lambda: exchange(b""), 200) / 2
    large = seconds(lambda: exchange(MEGABYTE), 5) / 2
    how = "an empty request over loopback TLS with BSON framing, half of an exchange"
    yield "message", small, how
    yield "message-byte", (large - small) / len(MEGABYTE), "the same with 1 MB, less the empty one"
    connection.close()
    os.wait()


def written(value):
    """A time as a profile writes it, with three digits."""
    for unit, size in (("s", 1), ("ms", 1e-3), ("us", 1e-6)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value / 1e-9:.3g} ns"


def processor():
    with open("/proc/cpuinfo") as lines:
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))


def main():
    integers = Crypto.Math.Numbers._implementation["library"]
    cryptography = f"pycryptodome {Crypto.__version__} (integers: {integers})"
    place = f"CPython {platform.python_version()} on {processor()}, {STANDING_IN}"
    print("prices:")
    for part, library in (
        (lambda: rsa(2048), cryptography),
        (lambda: rsa(3072), cryptography),
        (ed25519, cryptography),
        (ecdsa, cryptography),
        (bytes_through, cryptography),
        (codec, f"pymongo {pymongo.version}"),
        (transport, ssl.OPENSSL_VERSION.rsplit(" ", 3)[0]),
        (index, f"SQLite {sqlite3.sqlite_version}"),
    ):
        for name, value, how in part():
            note = f"{how}; {library}, {place}"
            print(f'  {name}: {{value: {written(value)}, origin: measured, note: "{note}"}}', flush=True)


if __name__ == "__main__":
    main()
