/* Blake2b in the two sizes that RandomX uses; the function itself is the pinned source's. */
#pragma once

#include <cstddef>

#include "crypto/randomx/blake2/blake2.h"

inline void hash256(const void *input, size_t size, void *out)
{
    rx_blake2b_default(out, 32, input, size);
}

inline void hash512(const void *input, size_t size, void *out)
{
    rx_blake2b_default(out, 64, input, size);
}
