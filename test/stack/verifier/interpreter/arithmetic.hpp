/* Integer arithmetic that SuperscalarHash and the virtual machine share (5.2). */
#pragma once

#include <cstdint>

inline uint64_t signExtended(uint32_t value)
{
    return static_cast<uint64_t>(static_cast<int64_t>(static_cast<int32_t>(value)));
}

inline uint64_t mulHigh(uint64_t a, uint64_t b)
{
    return static_cast<uint64_t>(static_cast<unsigned __int128>(a) * b >> 64);
}

inline uint64_t signedMulHigh(uint64_t a, uint64_t b)
{
    return static_cast<uint64_t>(static_cast<__int128>(static_cast<int64_t>(a)) * static_cast<int64_t>(b) >> 64);
}

inline uint64_t rotatedRight(uint64_t value, uint64_t by)
{
    return value >> (by & 63) | value << (-by & 63);
}

inline bool isZeroOrPowerOf2(uint32_t value)
{
    return (value & (value - 1)) == 0;
}

/* 2^x / divisor for the largest x that keeps it below 2^64 (5.2.6). Not for 0 and powers of 2. */
inline uint64_t reciprocal(uint32_t divisor)
{
    const int bits = 32 - __builtin_clz(divisor);
    return static_cast<uint64_t>((static_cast<unsigned __int128>(1) << (63 + bits)) / divisor);
}
