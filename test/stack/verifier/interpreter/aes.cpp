#include "aes.hpp"

#include <cstring>

#include "blake2.hpp"

namespace {

/* All keys and first states are hashes of their names, as the specification says how they were made. */
struct Constants {
    Columns keys1R, state1R;
    // Columns 0 and 1 use the first four, 2 and 3 the others.
    Columns keys4R[2];
    __m128i extraKeys[2];

    Constants()
    {
        named("RandomX AesGenerator1R keys", &keys1R);
        named("RandomX AesHash1R state", &state1R);
        named("RandomX AesGenerator4R keys 0-3", &keys4R[0]);
        named("RandomX AesGenerator4R keys 4-7", &keys4R[1]);
        const char *name = "RandomX AesHash1R xkeys";
        hash256(name, strlen(name), extraKeys);
    }

    static void named(const char *name, Columns *out)
    {
        hash512(name, strlen(name), out);
    }
};

const Constants constants;

}

void fillByAes1R(Columns &state, uint8_t *out, size_t size)
{
    const __m128i *keys = constants.keys1R.column;
    __m128i *column = state.column;
    for (size_t at = 0; at < size; at += sizeof(Columns)) {
        column[0] = aesDecrypt(column[0], keys[0]);
        column[1] = aesEncrypt(column[1], keys[1]);
        column[2] = aesDecrypt(column[2], keys[2]);
        column[3] = aesEncrypt(column[3], keys[3]);
        memcpy(out + at, column, sizeof(Columns));
    }
}

void fillByAes4R(Columns &state, uint8_t *out, size_t size)
{
    __m128i *column = state.column;
    for (size_t at = 0; at < size; at += sizeof(Columns)) {
        for (int round = 0; round < 4; round++) {
            const __m128i first = constants.keys4R[0].column[round];
            const __m128i second = constants.keys4R[1].column[round];
            column[0] = aesDecrypt(column[0], first);
            column[1] = aesEncrypt(column[1], first);
            column[2] = aesDecrypt(column[2], second);
            column[3] = aesEncrypt(column[3], second);
        }
        memcpy(out + at, column, sizeof(Columns));
    }
}

Columns aesHash1R(const uint8_t *input, size_t size)
{
    Columns state = constants.state1R;
    const auto mix = [&state](__m128i key0, __m128i key1, __m128i key2, __m128i key3) {
        state.column[0] = aesEncrypt(state.column[0], key0);
        state.column[1] = aesDecrypt(state.column[1], key1);
        state.column[2] = aesEncrypt(state.column[2], key2);
        state.column[3] = aesDecrypt(state.column[3], key3);
    };
    for (size_t at = 0; at < size; at += sizeof(Columns)) {
        Columns keys;
        memcpy(&keys, input + at, sizeof keys);
        mix(keys.column[0], keys.column[1], keys.column[2], keys.column[3]);
    }
    for (const __m128i key : constants.extraKeys) {
        mix(key, key, key, key);
    }
    return state;
}
