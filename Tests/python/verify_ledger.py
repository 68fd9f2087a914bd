#!/usr/bin/env python3
"""Verifies a ledger file, independently of chainbed: written against docs/formats/ledger.md and membership.md alone.

    verify_ledger.py LEDGER FEDERATION.json

The certified list of members is the file `membership` beside FEDERATION.json.
Exit status: 0 the ledger is sound, 1 it is not (every finding is a line), 2 it cannot be checked.
Needs the packages `cryptography` and `pymongo` (for its `bson`).
"""

import base64
import hashlib
import json
import os
import struct
import sys

try:
    import bson
    from bson.codec_options import CodecOptions
    from bson.raw_bson import RawBSONDocument
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils
except ImportError as error:
    print(f"verify_ledger: {error}; install 'cryptography' and 'pymongo'", file=sys.stderr)
    sys.exit(2)

try:  # Since pymongo 4.3. Before it, times after the year 9999 cannot be read.
    from bson.codec_options import DatetimeConversion
    from bson.datetime_ms import DatetimeMS as Timestamp

    PLAIN = CodecOptions(datetime_conversion=DatetimeConversion.DATETIME_MS)
except ImportError:
    from datetime import datetime as Timestamp

    PLAIN = CodecOptions()

MAGIC = b"CBLEDGR1"
FRAME = struct.Struct("<8sQIIQ")
SIGNATURE_BYTES = {"rsa-2048-pss": 256, "rsa-3072-pss": 384, "ed25519": 64, "ecdsa-p256": 64}
RSA_BITS = {"rsa-2048-pss": 2048, "rsa-3072-pss": 3072}
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
TYPE_FIELD = {"configuration": "configuration", "configuration-request": "nextRecipient"}
RAW = CodecOptions(document_class=RawBSONDocument)


class Bad(Exception):
    """Something that the format does not allow."""


def fields(document, shape, where):
    """The values of a document that has exactly the fields of `shape`, {name: type}, in order."""
    if list(document) != list(shape):
        raise Bad(f"{where} has the fields {', '.join(document)}")
    for name, kind in shape.items():
        value = document[name]
        if type(value) is not kind:
            raise Bad(f"{where}.{name} is a {type(value).__name__}")
    return list(document.values())


def canonical(data, where):
    """The one document that fills `data`, if encoding it again gives the same bytes."""
    try:
        document = bson.decode(data, PLAIN)
        if bson.encode(document) != data:
            raise Bad(f"{where} is not canonically encoded")
    except (bson.errors.BSONError, OverflowError, ValueError) as error:
        raise Bad(f"{where} is no BSON document: {error}") from None
    return document


class Suite:
    def __init__(self, name):
        if name not in SIGNATURE_BYTES:
            raise ValueError(f"unknown suite {name}")
        self.name = name
        self.signature_bytes = SIGNATURE_BYTES[name]
        self.keys = {}

    def key(self, der):
        """The public key, or None if the bytes are no key of the suite."""
        if der not in self.keys:
            self.keys[der] = self.load(der)
        return self.keys[der]

    def load(self, der):
        try:
            key = serialization.load_der_public_key(der)
        except (ValueError, UnsupportedAlgorithm):
            return None
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        if key.public_bytes(serialization.Encoding.DER, form) != der:
            return None
        if self.name == "ed25519":
            return key if isinstance(key, ed25519.Ed25519PublicKey) else None
        if self.name == "ecdsa-p256":
            return key if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == "secp256r1" else None
        fits = isinstance(key, rsa.RSAPublicKey) and key.key_size == RSA_BITS[self.name] and key.public_numbers().e == 65537
        return key if fits else None

    def verifies(self, der, signature, digest):
        key = self.key(der)
        if key is None:
            return False
        try:
            if self.name == "ed25519":
                key.verify(signature, digest)
            elif self.name == "ecdsa-p256":
                r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
                if s > P256_ORDER // 2:
                    return False
                encoded = utils.encode_dss_signature(r, s)
                key.verify(encoded, digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))
            else:
                scheme = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
                key.verify(signature, digest, scheme, utils.Prehashed(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True


class Verifier:
    def __init__(self, federation, membership):
        if federation["system"] != "crb":
            raise ValueError(f"unknown system {federation['system']}")
        if federation.get("crypto", "real") != "real":
            raise ValueError("modelled signatures can be checked by chainbed only")
        self.suite = Suite(federation["suite"])
        self.federation, self.members = read_members(membership, federation, self.suite)
        self.quorum = 2 * len(self.members) // 3 + 1
        self.findings = []
        self.ids = {}
        self.height = 0
        self.identifier = b""
        self.blocks = self.transactions = 0

    def find(self, height, offset, problem):
        self.findings.append(f"block {height} at byte {offset}: {problem}")

    def run(self, data):
        offset = 0
        while offset < len(data):
            try:
                record = read_record(data, offset)
            except Bad as problem:
                self.find(self.height + 1, offset, problem)
                self.identifier = None
                offset = next_record(data, offset + 1)
                if offset is None:
                    return
                continue
            self.blocks += 1
            self.check_block(offset, *record[:4])
            offset = record[4]

    def check_block(self, offset, height, header, content, content_bytes):
        def check(holds, problem):
            if not holds:
                self.find(height, offset, problem)

        expected = self.height + 1
        check(height == expected or self.identifier is None and height > expected, f"the height is not {expected}")
        identifier, proof = header["identifier"], header["proof"]
        digest = hashlib.sha256(content_bytes).digest()
        check(self.identifier in (None, content["previous"]), "does not follow the block before it")
        check(content["signer"] in self.members, "the signer is no member")
        check(
            self.suite.verifies(content["signer"], identifier, digest),
            "the identifier is not the signer's signature on the content",
        )
        self.check_proof(check, height, proof, identifier, digest)
        raw = RawBSONDocument(content_bytes, RAW)["transactions"]
        check(len(raw) > 0, "holds no transaction")
        for position, transaction in enumerate(raw):
            self.transactions += 1
            try:
                self.check_transaction(transaction)
            except Bad as problem:
                self.find(height, offset, f"transaction {position}: {problem}")
            known = self.ids.setdefault(hashlib.sha256(transaction.raw).digest(), (height, position))
            check(known == (height, position), f"transaction {position}: stands in block {known[0]} too")
        self.height, self.identifier = height, identifier

    def check_proof(self, check, height, proof, identifier, digest):
        voters = [entry["participant"] for entry in proof]
        check(len(set(voters)) == len(voters), "the proof names a participant twice")
        check(all(voter in self.members for voter in voters), "the proof names a participant that is no member")
        check(len({entry["decision"]["view"] for entry in proof}) <= 1, "the proof has votes of several views")
        accepting = sum(entry["decision"]["accepted"] for entry in proof)
        check(accepting >= self.quorum, f"{accepting} members accept, not the quorum of {self.quorum}")
        for entry in proof:
            statement = bson.encode(
                {
                    "phase": "commit",
                    "federation": self.federation,
                    "view": bson.Int64(entry["decision"]["view"]),
                    "height": bson.Int64(height),
                    "digest": hashlib.sha256(identifier + digest).digest(),
                    "accepted": entry["decision"]["accepted"],
                }
            )
            good = self.suite.verifies(entry["participant"], entry["signature"], hashlib.sha256(statement).digest())
            check(good, "the proof has a signature that its participant did not make")

    def check_transaction(self, raw):
        fields(raw, {"header": bytes, "content": RawBSONDocument}, "transaction")
        content = bson.decode(raw["content"].raw, PLAIN)
        field = TYPE_FIELD.get(content.get("type"))
        if field is None:
            raise Bad(f"unknown type {content.get('type')}")
        secret = content.get("recipient") != b""
        text = bytes if secret else str
        shape = {"type": str, "timestamp": Timestamp, "sender": bytes, "recipient": bytes}
        if secret:
            shape["key"] = bytes
        shape |= {"cid": text, "vid": text, "description": text, field: bytes}
        fields(content, shape, "content")
        if len(raw["header"]) != self.suite.signature_bytes:
            raise Bad(f"a signature of {len(raw['header'])} bytes")
        if secret:
            self.check_encryption(content, field)
            return
        if field == "nextRecipient":
            raise Bad("a request without recipient")
        if self.suite.key(content["sender"]) is None:
            raise Bad("the sender is no public key of the suite")
        if not self.suite.verifies(content["sender"], raw["header"], hashlib.sha256(raw["content"].raw).digest()):
            raise Bad("the signature is not the sender's")

    def check_encryption(self, content, field):
        if self.suite.name not in RSA_BITS:
            raise Bad("encrypted, though the suite cannot encrypt")
        if self.suite.key(content["recipient"]) is None:
            raise Bad("the recipient is no public key of the suite")
        if len(content["key"]) != self.suite.signature_bytes:
            raise Bad(f"a sealed key of {len(content['key'])} bytes")
        for name in ("sender", "cid", "vid", "description", field):
            if len(content[name]) < 28:
                raise Bad(f"{name} is too short to be encrypted")


def read_record(data, offset):
    """Height, header, content, content's bytes, and where the next record starts."""
    if len(data) - offset < FRAME.size:
        raise Bad("the file ends within a record's frame")
    magic, height, header_size, content_size, checksum = FRAME.unpack_from(data, offset)
    if magic != MAGIC:
        raise Bad("no record starts here")
    if height >= 2**63:
        raise Bad("the height is beyond 2^63 - 1")
    start = offset + FRAME.size
    middle, end = start + header_size, start + header_size + content_size
    if end > len(data):
        raise Bad("the record reaches past the end of the file")
    header_bytes, content_bytes = data[start:middle], data[middle:end]
    summed = data[offset : offset + 24] + header_bytes + hashlib.sha256(content_bytes).digest()
    if struct.unpack("<Q", hashlib.sha256(summed).digest()[:8])[0] != checksum:
        raise Bad("the checksum does not match")
    header, content = canonical(header_bytes, "header"), canonical(content_bytes, "content")
    fields(header, {"identifier": bytes, "proof": list}, "header")
    for number, entry in enumerate(header["proof"]):
        entry_shape = {"participant": bytes, "signature": bytes, "decision": dict}
        decision = fields(entry, entry_shape, f"proof[{number}]")[2]
        fields(decision, {"accepted": bool, "view": bson.Int64}, f"proof[{number}].decision")
    content_shape = {"timestamp": Timestamp, "signer": bytes, "previous": bytes, "transactions": list}
    fields(content, content_shape, "content")
    if any(type(transaction) is not dict for transaction in content["transactions"]):
        raise Bad("a transaction is no document")
    return height, header, content, content_bytes, end


def read_members(data, federation, suite):
    """The federation's id and the members' keys, in order, of a list that the federation's authority has certified."""
    signed = canonical(data, "membership")
    encoded, signature = fields(signed, {"list": bytes, "signature": bytes}, "membership")
    authority = base64.b64decode(federation["authority"], validate=True)
    if not suite.verifies(authority, signature, hashlib.sha256(encoded).digest()):
        raise Bad("the authority has not signed the membership list")
    document = canonical(encoded, "list")
    name, number, members = fields(document, {"federation": str, "number": bson.Int64, "members": list}, "list")
    if name != federation["federation"]:
        raise Bad("the membership list is another federation's")
    if number != federation["list"]:
        raise Bad("the membership list is not the one in force")
    keys = []
    for place, member in enumerate(members):
        member_number, key = fields(member, {"number": int, "key": bytes}, f"members[{place}]")
        if member_number != place or suite.key(key) is None or key in keys:
            raise Bad(f"members[{place}] is not the next member with a key of its own")
        keys.append(key)
    if not keys:
        raise Bad("the membership list is empty")
    return hashlib.sha256(encoded).digest(), keys


def next_record(data, start):
    """Where the next intact record starts, or None."""
    while (start := data.find(MAGIC, start)) >= 0:
        try:
            read_record(data, start)
            return start
        except Bad:
            start += 1
    return None


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(arguments[0], "rb") as file:
            data = file.read()
        with open(arguments[1], encoding="utf-8") as file:
            federation = json.load(file)
        with open(os.path.join(os.path.dirname(arguments[1]), "membership"), "rb") as file:
            verifier = Verifier(federation, file.read())
    except (Bad, OSError, ValueError, KeyError, TypeError) as error:
        print(f"verify_ledger: {error!r}", file=sys.stderr)
        return 2
    verifier.run(data)
    for finding in verifier.findings:
        print(finding)
    if not data:
        print("the file is empty")
        return 1
    print(f"{verifier.blocks} blocks, {verifier.transactions} transactions, {len(verifier.findings)} findings")
    return 1 if verifier.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
