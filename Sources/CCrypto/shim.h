/* libcrypto's SHA256_Init, _Update and _Final are the fast path of hashing, though OpenSSL 3 calls them deprecated. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

/* A macro of macros, which Swift does not import. */
enum { CCRYPTO_KEYPAIR_SELECTION = EVP_PKEY_KEYPAIR };
