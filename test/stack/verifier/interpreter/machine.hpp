/*
 * RandomX's virtual machine, interpreted: versions 1 and 2, written after the public specification (github.com/tevador/RandomX,
 * doc/specs.md and doc/design_v2.md). The numbers in the comments are chapters of specs.md.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "aes.hpp"
#include "dataset.hpp"

enum class Version { V1, V2 };

class Machine {
public:
    explicit Machine(const Dataset &dataset);

    /* The RandomX hash of `input` under the dataset's key (2). */
    void hash(Version version, const void *input, size_t size, uint8_t (&out)[32]);

private:
    enum class Op : uint8_t {
        AddShifted, AddMemory, Sub, SubMemory, Mul, MulMemory, MulHigh, MulHighMemory, SignedMulHigh, SignedMulHighMemory, MulReciprocal,
        Negate, Xor, XorMemory, RotateRight, RotateLeft, Swap,
        SwapHalves, FAdd, FAddMemory, FSub, FSubMemory, FScale, FMul, FDivMemory, FSqrt,
        Branch, Round, Store, Nothing,
    };

    /* An instruction with its operands looked up. */
    struct Step {
        Op op;
        uint8_t shift;
        // Where a taken branch goes on: one after this step.
        int16_t target;
        uint32_t mask;
        uint64_t *dst;
        const uint64_t *src;
        __m128d *fdst;
        const __m128d *fsrc;
        uint64_t constant;
    };

    /* In the order in which it is hashed (1.1). */
    struct alignas(64) Registers {
        uint64_t r[8];
        __m128d f[4], e[4], a[4];
    };

    struct OpTable {
        OpTable();
        Op op[256];
    };

    static constexpr size_t SCRATCHPAD = 2 << 20;
    static constexpr int LONGEST_PROGRAM = 384;

    void configure(const uint8_t *quadwords);
    void decode(const uint8_t *program);
    void run();
    void iterate();
    const uint64_t *read();
    void runProgram();
    void mixFloats();
    __m128d loadE(const uint8_t *at) const;
    uint64_t memoryOperand(const Step &step) const;
    const uint8_t *floatOperand(const Step &step) const;

    const Dataset &dataset;
    Registers registers;
    __m128i eMask;
    Version version = Version::V1;
    int programSize = 0;
    int readReg[4];
    uint32_t ma, mx, spAddr0, spAddr1;
    uint64_t datasetOffset;
    // Addresses of Dataset reads to come, and the items of the earliest that are computed and not read yet.
    std::vector<uint32_t> announced;
    Dataset::Item items[Dataset::MOST_ITEMS];
    int itemCount = 0, nextItem = 0;
    Step steps[LONGEST_PROGRAM];
    alignas(64) uint8_t scratchpad[SCRATCHPAD];
};
