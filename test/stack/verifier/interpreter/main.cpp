/*
 * Computes RandomX hashes of versions 1 and 2 without a line of the code that a miner generates or runs in its loop.
 *
 * Reads lines "VERSION KEY INPUT" (1 or 2; hexadecimal, the key 1 to 60 bytes, the input up to 256) and answers each, in
 * order, with "HASH COMMITMENT", or with "error REASON". The Cache of one key (256 MiB) is kept until another one is asked for.
 */
#include <cstdio>
#include <cstring>
#include <memory>
#include <new>

#include "../hex.h"
#include "blake2.hpp"
#include "dataset.hpp"
#include "machine.hpp"

// Used by the pinned source through these pointers, which XMRig sets to the fastest ones.
int (*rx_blake2b)(void *, size_t, const void *, size_t) = rx_blake2b_default;
void (*rx_blake2b_compress)(blake2b_state *, const uint8_t *) = rx_blake2b_compress_integer;

namespace {

constexpr int KEY_MAX = 60;
constexpr int INPUT_MAX = 256;

int serve()
{
    Dataset dataset;
    const auto machine = std::make_unique<Machine>(dataset);
    unsigned char current[KEY_MAX];
    int currentSize = -1;
    char line[1024];

    while (fgets(line, sizeof line, stdin) != nullptr) {
        // One byte too long is not cut, but refused.
        char keyText[2 * KEY_MAX + 3], inputText[2 * INPUT_MAX + 3];
        unsigned char key[KEY_MAX], input[INPUT_MAX + 32];
        uint8_t hash[32], commitment[32];
        int version = 0;
        if (sscanf(line, "%d %122s %514s", &version, keyText, inputText) != 3 || version < 1 || version > 2) {
            puts("error not a version, a key and an input");
            continue;
        }
        const int keySize = from_hex(keyText, key, KEY_MAX);
        const int inputSize = from_hex(inputText, input, INPUT_MAX);
        if (keySize <= 0 || inputSize <= 0) {
            puts("error not hexadecimal");
            continue;
        }
        if (keySize != currentSize || memcmp(key, current, static_cast<size_t>(keySize)) != 0) {
            dataset.setKey(key, static_cast<size_t>(keySize));
            memcpy(current, key, static_cast<size_t>(keySize));
            currentSize = keySize;
        }
        machine->hash(version == 2 ? Version::V2 : Version::V1, input, static_cast<size_t>(inputSize), hash);
        memcpy(input + inputSize, hash, sizeof hash);
        hash256(input, static_cast<size_t>(inputSize) + sizeof hash, commitment);
        print_hex(hash, sizeof hash);
        putchar(' ');
        print_hex(commitment, sizeof commitment);
        putchar('\n');
    }
    return 0;
}

}

int main()
{
    setvbuf(stdout, nullptr, _IOLBF, 0);
    try {
        return serve();
    } catch (const std::bad_alloc &) {
        fputs("no memory for the RandomX cache (256 MiB)\n", stderr);
        return 1;
    }
}
