"""Own keys for the stories: openssl makes them and signs, as people do on a device of their own."""
import subprocess

KINDS = {
    "Ed25519": (("-algorithm", "ed25519"), ()),
    "SM2": (("-algorithm", "SM2"), ("-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678")),
    "ECDSA P-256": (("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"), ("-rawin", "-digest", "sha256")),
}


class Device:
    """What a person carries: a private key that never leaves it, made and used by openssl."""

    def __init__(self, books, name, kind="Ed25519"):
        self.private, self.public, self.kind = books.write(f"{name}.key", ""), books.write(f"{name}.pem", ""), kind
        self.signature, self.statement = books.write(f"{name}.sig", ""), books.write(f"{name}.statement", "")
        self.openssl("genpkey", *KINDS[kind][0], "-out", self.private)
        self.openssl("pkey", "-in", self.private, "-pubout", "-out", self.public)

    @staticmethod
    def openssl(*args):
        """The independent client."""
        subprocess.run(("openssl", *map(str, args)), check=True, capture_output=True)

    def sign(self, statement):
        """Signs a file; returns the file of the signature."""
        how = KINDS[self.kind][1] or ("-rawin",)
        self.openssl("pkeyutl", "-sign", "-inkey", self.private, *how, "-in", statement, "-out", self.signature)
        return self.signature

    def prove(self, who, run):
        """The file of the signature that registers the key for a person; `run` runs a verb of the command line."""
        run("actor-key", "challenge", self.public, "--as", who, "--out", self.statement)
        return self.sign(self.statement)
