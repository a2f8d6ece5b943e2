/* RandomX's Dataset (specification, chapter 7), computed item by item from the 256 MiB Cache. */
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

class Dataset {
public:
    /* Throws std::bad_alloc. */
    Dataset();
    ~Dataset();
    Dataset(const Dataset &) = delete;
    Dataset &operator=(const Dataset &) = delete;

    /* Fills the Cache for a key of 1 to 60 bytes: about half a second. */
    void setKey(const uint8_t *key, size_t size);

    /* An item of the Dataset: eight registers. */
    using Item = uint64_t[8];
    static constexpr int MOST_ITEMS = 3;

    /* Computes up to `MOST_ITEMS` items side by side (7.3), which takes hardly longer than one: what costs is finding out what to do next. */
    void items(const uint64_t *numbers, int count, Item *out) const;

    static constexpr int ACCESSES = 8;

private:
    enum class Op : uint8_t { Sub, Xor, AddShifted, Mul, RotateRight, AddConstant, XorConstant, MulHigh, SignedMulHigh, MulConstant };

    struct Step {
        Op op;
        uint8_t dst, src, shift;
        uint64_t constant;
    };

    /* One SuperscalarHash, and the register that picks the next line of the Cache. */
    struct Function {
        std::vector<Step> steps;
        int addressRegister;
    };

    template <int COUNT> void compute(const uint64_t *numbers, Item *out) const;
    template <int COUNT> static void run(const Function &function, Item *items);

    uint8_t *memory;
    Function functions[ACCESSES];
};
