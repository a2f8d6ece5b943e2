/* The two AES generators and the AES fingerprint of RandomX's specification, chapter 3, and the rounds they are made of. */
#pragma once

#include <cstddef>
#include <cstdint>

// The pinned source's: one AES round in hardware (0) or by tables (2).
#include "crypto/randomx/soft_aes.h"

inline const bool aesInHardware = __builtin_cpu_supports("aes");

inline __m128i aesEncrypt(__m128i state, __m128i key)
{
    return aesInHardware ? aesenc<0>(state, key) : aesenc<2>(state, key);
}

inline __m128i aesDecrypt(__m128i state, __m128i key)
{
    return aesInHardware ? aesdec<0>(state, key) : aesdec<2>(state, key);
}

/* 64 bytes in four columns: a generator's state. */
struct alignas(64) Columns {
    __m128i column[4];
};

/* AesGenerator1R (3.2): fills `size` bytes (a multiple of 64) and leaves the last of them as the state. */
void fillByAes1R(Columns &state, uint8_t *out, size_t size);

/* AesGenerator4R (3.3): the same with four rounds. */
void fillByAes4R(Columns &state, uint8_t *out, size_t size);

/* AesHash1R (3.4): the fingerprint of `size` bytes (a multiple of 64). */
Columns aesHash1R(const uint8_t *input, size_t size);
