/* sign.h  Signatures of people with their own keys: Ed25519 (RFC 8032), SM2 with SM3 (GB/T 32918.2), ECDSA on P-256
 * with SHA-256 (FIPS 186-5), through OpenSSL.
 *
 * Only public keys enter the program: 32 bytes for Ed25519, the point 04 ‖ X ‖ Y (65 bytes) for the others. A private
 * key stays with its owner, who signs with a tool of his own (openssl, a token). The signature of a curve is DER; the
 * distinguishing identifier of SM2 is the standard's default, 1234567812345678. Codes of algorithms stand in records.
 */
#pragma once

#include "base/arena.h"
#include "base/bytes.h"

enum sign_algorithm { SIGN_ED25519 = 1, SIGN_SM2 = 2, SIGN_P256 = 3 };
enum { SIGN_PUBLIC_MAX = 65, SIGN_SIGNATURE_MAX = 256, SIGN_FILE_MAX = 4096 };

struct sign_key {      /* a public key */
    uint8_t algorithm; /* enum sign_algorithm */
    struct bytes octets;
};

/* Whether it may sign for a person: of its length, on its curve, and for Ed25519 neither of small order nor written
 * otherwise than RFC 8032 writes it, since under such keys a signature says nothing. */
bool sign_key_good(const struct sign_key *key);

/* Whether a good key made this signature over the message. */
bool sign_verify(const struct sign_key *key, struct bytes message, struct bytes signature);

/* Reads a public key as openssl writes it (PEM, SubjectPublicKeyInfo); octets go to the arena. Refusals: actor_key.file
 * (none of the three kinds, or not good), memory.exhausted. */
RESULT sign_key_read(struct arena *arena, struct bytes file, struct sign_key *ret_key);

const char *sign_algorithm_name(int algorithm); /* "Ed25519"; "?" */
