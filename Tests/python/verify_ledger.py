#!/usr/bin/env python3
"""Verifies a ledger file, independently of chainbed: written against docs/formats/ledger.md and membership.md alone.
With key files it reads the history of those whose keys they are, after docs/formats/keys.md.

    verify_ledger.py LEDGER FEDERATION.json [KEYS.json ...]

The certified list of members is the file `membership` beside FEDERATION.json. Each transaction of a history is a line of JSON.
Exit status: 0 the ledger is sound, 1 it is not (every finding is a line), 2 it cannot be checked.
Needs the packages `cryptography` and `pymongo` (for its `bson`).
"""

import base64
import calendar
import hashlib
import itertools
import json
import os
import struct
import sys

try:
    import bson
    from bson.codec_options import CodecOptions
    from bson.raw_bson import RawBSONDocument
    from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
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
COMMON = {"cid": str, "vid": str, "description": str}
# Of each system the types, and of each type the fields after those that all transactions have.
TYPES = {
    "crb": {
        "configuration": COMMON | {"configuration": bytes},
        "configuration-request": COMMON | {"nextRecipient": bytes},
    },
    "smb": {
        "service": {"request": bytes, "responseKey": bytes},
        "response": {"service": bytes, "result": bytes, "error": str},
    },
}
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
        if federation["system"] not in TYPES:
            raise ValueError(f"unknown system {federation['system']}")
        if federation.get("crypto", "real") != "real":
            raise ValueError("modelled signatures can be checked by chainbed only")
        self.acceptance = federation.get("acceptance", "quorum")
        if self.acceptance not in ("quorum", "leader"):
            raise ValueError(f"unknown acceptance {self.acceptance}")
        self.types = TYPES[federation["system"]]
        self.suite = Suite(federation["suite"])
        self.federation, self.members = read_members(membership, federation, self.suite)
        self.quorum = 2 * len(self.members) // 3 + 1
        self.findings = []
        self.ids = {}
        self.history = None
        self.height = 0
        self.term = 0
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
        term = proof[0]["decision"]["view"] if proof else 0
        begins = self.acceptance == "leader" and term > self.term
        self.term = max(self.term, term)
        check(len(raw) > 0 or begins, "holds no transaction")
        for position, transaction in enumerate(raw):
            self.transactions += 1
            try:
                self.check_transaction(transaction)
                if self.history:
                    self.history.read(transaction, height, position)
            except Bad as problem:
                self.find(height, offset, f"transaction {position}: {problem}")
            known = self.ids.setdefault(hashlib.sha256(transaction.raw).digest(), (height, position))
            check(known == (height, position), f"transaction {position}: stands in block {known[0]} too")
        self.height, self.identifier = height, identifier

    def check_proof(self, check, height, proof, identifier, digest):
        if self.acceptance == "leader":
            return self.check_leader(check, height, proof, identifier, digest)
        voters = [entry["participant"] for entry in proof]
        check(len(set(voters)) == len(voters), "the proof names a participant twice")
        check(all(voter in self.members for voter in voters), "the proof names a participant that is no member")
        check(len({entry["decision"]["view"] for entry in proof}) <= 1, "the proof has votes of several views")
        accepting = sum(entry["decision"]["accepted"] for entry in proof)
        check(accepting >= self.quorum, f"{accepting} members accept, not the quorum of {self.quorum}")
        for entry in proof:
            good = self.has_signed(entry, "commit", height, identifier, digest)
            check(good, "the proof has a signature that its participant did not make")

    def check_leader(self, check, height, proof, identifier, digest):
        if len(proof) != 1 or not proof[0]["decision"]["accepted"] or proof[0]["decision"]["view"] < 1:
            return check(False, "the proof is not the one word of a leader")
        check(proof[0]["participant"] in self.members, "the proof names a participant that is no member")
        good = self.has_signed(proof[0], "pre-prepare", height, identifier, digest)
        check(good, "the proof has a signature that its participant did not make")

    def has_signed(self, entry, phase, height, identifier, digest):
        statement = bson.encode(
            {
                "phase": phase,
                "federation": self.federation,
                "view": bson.Int64(entry["decision"]["view"]),
                "height": bson.Int64(height),
                "digest": hashlib.sha256(identifier + digest).digest(),
                "accepted": entry["decision"]["accepted"],
            }
        )
        return self.suite.verifies(entry["participant"], entry["signature"], hashlib.sha256(statement).digest())

    def check_transaction(self, raw):
        fields(raw, {"header": bytes, "content": RawBSONDocument}, "transaction")
        content = bson.decode(raw["content"].raw, PLAIN)
        special = self.types.get(content.get("type"))
        if special is None:
            raise Bad(f"unknown type {content.get('type')}")
        secret = content.get("recipient") != b""
        shape = {"type": str, "timestamp": Timestamp, "sender": bytes, "recipient": bytes}
        if secret and content["type"] != "response":
            shape["key"] = bytes
        shape |= {name: bytes if secret else kind for name, kind in special.items()}
        fields(content, shape, "content")
        if len(raw["header"]) != self.suite.signature_bytes:
            raise Bad(f"a signature of {len(raw['header'])} bytes")
        if secret:
            self.check_encryption(content, special)
            return
        if content["type"] != "configuration":
            raise Bad(f"a {content['type']} without recipient")
        if self.suite.key(content["sender"]) is None:
            raise Bad("the sender is no public key of the suite")
        if not self.suite.verifies(content["sender"], raw["header"], hashlib.sha256(raw["content"].raw).digest()):
            raise Bad("the signature is not the sender's")

    def check_encryption(self, content, special):
        if self.suite.name not in RSA_BITS:
            raise Bad("encrypted, though the suite cannot encrypt")
        if self.suite.key(content["recipient"]) is None:
            raise Bad("the recipient is no public key of the suite")
        length = self.suite.signature_bytes
        if len(content.get("key", bytes(length))) != length:
            raise Bad(f"a sealed key of {len(content['key'])} bytes")
        for name in ("sender", *special):
            if len(content[name]) < 28:
                raise Bad(f"{name} is too short to be encrypted")


class History:
    """What the keys of some files show of a ledger."""

    def __init__(self, files, federation, verifier):
        self.verifier = verifier
        self.pairs, self.requests, self.awaited, self.entries = {}, {}, {}, []
        for file in files:
            if file["suite"] != federation["suite"] or file["crypto"] != "real":
                raise ValueError("keys of another cryptography")
            sections = [s for s in file["ledgers"] if s["federation"] == verifier.federation.hex()]
            if not sections:
                raise ValueError("no keys for this federation")
            for section in sections:
                self.add(section)

    def add(self, section):
        for pair in section["pairs"]:
            public = base64.b64decode(pair["public"], validate=True)
            private = expand(bytes.fromhex(pair["secret"]), self.verifier.suite.name)
            form = serialization.PublicFormat.SubjectPublicKeyInfo
            if private.public_key().public_bytes(serialization.Encoding.DER, form) != public:
                raise ValueError(f"the public key and the secret of {pair['name']} do not belong together")
            self.pairs[public] = private
        for request in section["requests"]:
            key = request["key"] and base64.b64decode(request["key"], validate=True)
            response_key = base64.b64decode(request["responseKey"], validate=True)
            owners = [base64.b64decode(pair["public"]) for pair in section["pairs"]]
            self.requests[bytes.fromhex(request["transaction"])] = (key, response_key, owners)

    def read(self, raw, height, position):
        """Adds a transaction to the history if it is of the keys."""
        content = bson.decode(raw["content"].raw, PLAIN)
        special = self.verifier.types.get(content["type"], {})
        identity = hashlib.sha256(raw.raw).digest()
        recipient = content["recipient"]
        if not recipient:
            if content["sender"] in self.pairs:
                plain = {name: content[name] for name in special}
                self.list(raw, content, height, position, content["sender"], plain)
            return
        if content["type"] == "response":
            keys = self.awaited.get(recipient, [])
            if not keys and recipient not in self.pairs:
                return
        elif recipient in self.pairs:
            keys = [unseal(self.pairs[recipient], content["key"])]
        elif identity in self.requests:
            keys = [self.requests[identity][0]]
        else:
            return
        opened = next((o for key in keys if key and (o := decrypt(content, special, key))), None)
        sender, plain = opened or (None, {})
        if sender is not None and not self.verifier.suite.verifies(
            sender, raw["header"], hashlib.sha256(raw["content"].raw).digest()
        ):
            sender, plain = None, {}
        if content["type"] == "service":
            if sender is not None:
                self.awaited.setdefault(sender, []).append(plain["responseKey"])
            elif identity in self.requests:
                for owner in self.requests[identity][2]:
                    self.awaited.setdefault(owner, []).append(self.requests[identity][1])
        self.list(raw, content, height, position, sender, plain)

    def list(self, raw, content, height, position, sender, plain):
        def shown(value):
            if isinstance(value, str):
                return value
            return {"bytes": len(value), "sha256": hashlib.sha256(value).hexdigest()}

        def text(name, value):
            kind = self.verifier.types[content["type"]][name]
            return value.decode() if kind is str and isinstance(value, bytes) else value

        self.entries.append(
            {
                "height": height,
                "position": position,
                "id": hashlib.sha256(raw.raw).hexdigest(),
                "timestamp": milliseconds(content["timestamp"]),
                "type": content["type"],
                "sender": sender and hashlib.sha256(sender).hexdigest(),
                "recipient": hashlib.sha256(content["recipient"]).hexdigest() if content["recipient"] else None,
                "fields": {name: shown(text(name, value)) for name, value in plain.items()},
            }
        )


def milliseconds(time):
    """Of a BSON datetime, however this pymongo gives it."""
    if hasattr(time, "utcoffset"):
        return calendar.timegm(time.timetuple()) * 1000 + time.microsecond // 1000
    return int(time)


def unseal(private, sealed):
    """The AES key that was sealed for a private key; None if it is not for that."""
    digest = hashes.SHA256()
    try:
        return private.decrypt(sealed, padding.OAEP(padding.MGF1(digest), digest, None))
    except ValueError:
        return None


def decrypt(content, special, key):
    """Sender and plain fields; None if the key does not fit."""
    try:
        cipher = AESGCM(key)
        plain = {
            name: cipher.decrypt(content[name][:12], content[name][12:], None) for name in ("sender", *special)
        }
    except (InvalidTag, ValueError):
        return None
    return plain.pop("sender"), plain


def expand(secret, suite):
    """The private key of a secret (docs/models/cryptography.md, "From a seed")."""
    if suite == "ed25519":
        return ed25519.Ed25519PrivateKey.from_private_bytes(secret)
    blocks = (hashlib.sha256(secret + counter.to_bytes(8, "big")).digest() for counter in itertools.count())
    if suite == "ecdsa-p256":
        number = int.from_bytes((next(blocks) + next(blocks))[:48], "big")
        return ec.derive_private_key(number % (P256_ORDER - 1) + 1, ec.SECP256R1())
    half = RSA_BITS[suite] // 2

    def prime():
        start = int.from_bytes(b"".join(next(blocks) for _ in range(half // 256)), "big") | 3 << (half - 2) | 1
        return next(n for n in range(start, start + (1 << 13), 2) if n % 65537 != 1 and is_prime(n))

    p, q = sorted((prime(), prime()), reverse=True)
    d = pow(65537, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(65537, p * q)
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public)
    return numbers.private_key()


SMALL_PRIMES = [n for n in range(3, 2000, 2) if all(n % m for m in range(3, int(n**0.5) + 1, 2))]


def is_prime(number):
    """Whether an odd number is prime, by Miller-Rabin."""
    if any(number % prime == 0 for prime in SMALL_PRIMES):
        return False
    twos = (number - 1 & 1 - number).bit_length() - 1
    for base in (2, 3, 5, 7, 11, 13, 17, 19):
        power = pow(base, number - 1 >> twos, number)
        if power in (1, number - 1):
            continue
        for _ in range(twos - 1):
            power = power * power % number
            if power == number - 1:
                break
        else:
            return False
    return True


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
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(arguments[0], "rb") as file:
            data = file.read()
        with open(arguments[1], encoding="utf-8") as file:
            federation = json.load(file)
        with open(os.path.join(os.path.dirname(arguments[1]), "membership"), "rb") as file:
            verifier = Verifier(federation, file.read())
        if arguments[2:]:
            files = [json.loads(open(path, encoding="utf-8").read()) for path in arguments[2:]]
            verifier.history = History(files, federation, verifier)
    except (Bad, OSError, ValueError, KeyError, TypeError) as error:
        print(f"verify_ledger: {error!r}", file=sys.stderr)
        return 2
    verifier.run(data)
    for finding in verifier.findings:
        print(finding)
    for entry in verifier.history.entries if verifier.history else []:
        print(json.dumps(entry))
    if not data:
        print("the file is empty")
        return 1
    print(f"{verifier.blocks} blocks, {verifier.transactions} transactions, {len(verifier.findings)} findings")
    return 1 if verifier.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
